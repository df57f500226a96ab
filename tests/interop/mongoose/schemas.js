// The old application's models: the seed design's schemas, and a few of its "existing fields".
import mongoose from 'mongoose';

const { Schema } = mongoose;
const { ObjectId } = Schema.Types;

const userSchema = new Schema(
  {
    name: String,
    email: String,
    phone: String,
    specialization: String,
    role: String,
    password: String,
  },
  { timestamps: true },
);

const courseSchema = new Schema(
  {
    name: String,
    level: String,
    trainers: [
      {
        trainer: { type: ObjectId, ref: 'User' },
        role: { type: String, enum: ['lead', 'assistant', 'substitute'], default: 'assistant' },
        workload: { type: Number, default: 0 },
        assignedBatches: [{ type: ObjectId, ref: 'Batch' }],
        status: { type: String, enum: ['active', 'inactive', 'on_leave'], default: 'active' },
      },
    ],
    instructor: { type: ObjectId, ref: 'User' },
  },
  { timestamps: true },
);

const batchSchema = new Schema(
  {
    name: String,
    room: String,
    course: { type: ObjectId, ref: 'Course' },
    students: [{ type: ObjectId, ref: 'User' }],
    trainers: {
      primary: { type: ObjectId, ref: 'User' },
      backup: [{ type: ObjectId, ref: 'User' }],
      assistants: [{ type: ObjectId, ref: 'User' }],
    },
    instructor: { type: ObjectId, ref: 'User' },
  },
  { timestamps: true },
);

export const schemas = { User: userSchema, Course: courseSchema, Batch: batchSchema };
