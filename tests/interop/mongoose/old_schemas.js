// The old application before there were several trainers: its schemas know one `instructor`, and nothing of `trainers`.
import mongoose from 'mongoose';

const { Schema } = mongoose;
const { ObjectId } = Schema.Types;

const courseSchema = new Schema(
  {
    name: String,
    level: String,
    edits: Number,
    instructor: { type: ObjectId, ref: 'User' },
  },
  { timestamps: true },
);

const batchSchema = new Schema(
  {
    name: String,
    room: String,
    edits: Number,
    course: { type: ObjectId, ref: 'Course' },
    students: [{ type: ObjectId, ref: 'User' }],
    instructor: { type: ObjectId, ref: 'User' },
  },
  { timestamps: true },
);

export const oldSchemas = { Course: courseSchema, Batch: batchSchema };
