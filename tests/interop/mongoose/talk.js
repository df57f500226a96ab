// The old application: one command a line on stdin, one answer a line on stdout, both as Extended JSON.
import { createInterface } from 'node:readline';
import bcryptjs2 from 'bcryptjs';
import bcryptjs3 from 'bcryptjs-3';
import jsonwebtoken from 'jsonwebtoken';
import mongoose from 'mongoose';
import { schemas } from './schemas.js';

const { BSON } = mongoose.mongo;

const connection = await mongoose
  .createConnection(process.argv[2], { autoCreate: false, autoIndex: false })
  .asPromise();
const held = new Map();

// A database's models. Each keeps to its schema, as Mongoose does unless told otherwise.
function modelsOf(database) {
  const own = connection.useDb(database, { useCache: true });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, own.models[name] ?? own.model(name, schema)]),
  );
}

// The seed's three queries, word for word.
const queries = {
  courseTrainers: async ({ Course }, id) =>
    (await Course.findById(id).populate('trainers.trainer', 'name email specialization')).trainers,

  batchTrainers: async ({ Batch }, id) =>
    (
      await Batch.findById(id)
        .populate('trainers.primary', 'name email phone')
        .populate('trainers.backup', 'name email phone')
        .populate('trainers.assistants', 'name email phone')
    ).trainers,

  trainerBatches: ({ Batch }, id) =>
    Batch.find({ 'trainers.primary': id }).populate('course', 'name').sort('_id'), // find() promises no order
};

const hashers = { 2: bcryptjs2, 3: bcryptjs3 };

const commands = {
  hash({ version, password }) {
    return hashers[version].hash(password, 4);
  },

  sign({ payload, key, algorithm }) {
    return jsonwebtoken.sign(payload, key, { algorithm, expiresIn: '7d' });
  },

  async create({ database, model, document }) {
    await modelsOf(database)[model].create(document);
  },

  async query({ database, name, id }) {
    return JSON.stringify(await queries[name](modelsOf(database), id));
  },

  // What Mongoose makes of a document that came from the server as these bytes.
  show({ model, bytes }) {
    return JSON.stringify(connection.model(model, schemas[model]).hydrate(BSON.deserialize(bytes.buffer)));
  },

  async set({ database, model, id, path, value }) {
    await modelsOf(database)[model].updateOne({ _id: id }, { $set: { [path]: value } }, { strict: false });
  },

  async hold({ database, model, id }) {
    held.set(String(id), await modelsOf(database)[model].findById(id));
  },

  // held.a.b[0].c = value
  assign({ id, path, value }) {
    const keys = path.split('.');
    const last = keys.pop();
    keys.reduce((at, key) => at[key], held.get(String(id)))[last] = value;
  },

  // held.a.b.method(...values)
  call({ id, path, method, values }) {
    held.get(String(id)).get(path)[method](...values);
  },

  setUnknown({ id, path, value }) {
    held.get(String(id)).set(path, value, { strict: false });
  },

  async save({ id }) {
    await held.get(String(id)).save();
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = BSON.EJSON.parse(line);
  let answer;
  try {
    answer = { result: (await commands[command](given)) ?? null };
  } catch (error) {
    answer = { error: error.name, message: error.message };
  }
  process.stdout.write(`${BSON.EJSON.stringify(answer)}\n`);
}
await connection.close();
