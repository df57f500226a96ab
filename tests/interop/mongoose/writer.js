// The old application as a storm: writes on the courses and batches of a database until its input ends.
// Arguments: the URI, the database, and as Extended JSON {trainers, rate, seed, limit, mix}. Says, a line each:
// how many documents it has found, after each write how many there were, and at the end its report.
import mongoose from 'mongoose';
import { oldSchemas } from './old_schemas.js';

const { EJSON, ObjectId } = mongoose.mongo.BSON;

const IN_FLIGHT = 8;
const LONGEST_THOUGHT_MS = 20;
const NOBODY_EVERY = 8;
const UNTOUCHED = 'untouched'; // an instructor of whom no write has said anything
// What Mongoose or the server refused was certainly not written. Of all else one can't know.
const REFUSALS = new Set(['VersionError', 'ValidationError', 'CastError', 'DocumentNotFoundError', 'Vanished']);

class Vanished extends Error {
  name = 'Vanished';
}

const say = (line) => process.stdout.write(`${EJSON.stringify(line)}\n`);
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));

// mulberry32
function chanceOf(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

// What one write says: always who counts it and a field of its own, mostly an instructor, sometimes the array.
function wordsOf(chance, edits, { trainers, ownField, hasStudents }) {
  const words = { edits, [ownField]: `${ownField} ${edits}` };
  if (chance(3)) words.instructor = chance(NOBODY_EVERY) ? trainers[chance(trainers.length)] : null;
  if (hasStudents && chance(2)) words.students = [new ObjectId(edits.toString(16).padStart(24, '0'))];
  return words;
}

// Each loads or is given the document, and answers it as it has been written.
const kinds = {
  async save(model, id, words, thought) {
    const doc = await loaded(model, id);
    doc.set(words);
    await pause(thought);
    return doc.save();
  },

  async findOneAndUpdate(model, id, words) {
    const doc = await model.findOneAndUpdate({ _id: id }, { $set: words }, { new: true });
    return doc ?? gone(id);
  },

  // Its own document, of which Mongoose drops what the schema doesn't know.
  async replaceOne(model, id, words, thought) {
    const doc = await loaded(model, id);
    doc.set(words);
    await pause(thought);
    const { matchedCount } = await model.replaceOne({ _id: id }, doc.toObject());
    return matchedCount ? doc : gone(id);
  },
};

async function loaded(model, id) {
  return (await model.findById(id)) ?? gone(id);
}

function gone(id) {
  throw new Vanished(`There is no document ${id} any more.`);
}

const hex = (instructor) => (instructor == null ? null : String(instructor));

// A document that the old application can name, and what it knows of it.
class Target {
  turn = Promise.resolve(); // one write at a time, so that one knows which was the last
  perhaps = [];

  constructor(model, id) {
    this.model = model;
    this.id = id;
    this.last = { instructor: UNTOUCHED, edits: null };
  }

  write(kind, words, thought) {
    this.turn = this.turn.then(() => this.attempt(kind, words, thought));
    return this.turn;
  }

  async attempt(kind, words, thought) {
    try {
      const doc = await kinds[kind](this.model, this.id, words, thought);
      this.last = { instructor: this.isUntouched(kind, words) ? UNTOUCHED : hex(doc.instructor), edits: words.edits };
      return null;
    } catch (error) {
      if (!REFUSALS.has(error.name)) this.wonder(words);
      return error;
    }
  }

  isUntouched(kind, { instructor }) {
    const before = [this.last, ...this.perhaps].every((state) => state.instructor === UNTOUCHED);
    return before && kind !== 'replaceOne' && instructor === undefined;
  }

  // It may have been written, and if it says no instructor, over any of those who may have been there.
  wonder({ edits, instructor }) {
    const before = [this.last, ...this.perhaps].map((state) => state.instructor);
    const named = instructor === undefined ? new Set(before) : [hex(instructor)];
    for (const name of named) this.perhaps.push({ instructor: name, edits });
  }

  get touched() {
    return this.last.edits !== null || this.perhaps.length > 0;
  }
}

async function targetsOf(model) {
  const found = await model.collection.find({}, { projection: { _id: 1 } }).toArray();
  return found
    .filter(({ _id }) => _id instanceof ObjectId)
    .map(({ _id }) => new Target(model, _id))
    .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
}

class Storm {
  writes = { save: 0, findOneAndUpdate: 0, replaceOne: 0 };
  errors = {};
  samples = {};
  attempts = 0;
  inFlight = new Set();
  stopped = false;

  constructor(targets, { trainers, rate, seed, limit, mix }) {
    const lots = Object.entries(mix).flatMap(([kind, parts]) => Array(parts).fill(kind));
    Object.assign(this, { targets, trainers, rate, limit, lots, chance: chanceOf(seed) });
  }

  get made() {
    return Object.values(this.writes).reduce((a, b) => a + b, 0);
  }

  async rage() {
    const began = performance.now();
    while (!this.stopped && this.attempts !== this.limit) {
      await pause(began + (1000 * this.attempts) / this.rate - performance.now());
      if (this.inFlight.size >= IN_FLIGHT) await Promise.race(this.inFlight);
      if (!this.stopped) this.start();
    }
    await Promise.all(this.inFlight);
    this.seconds = (performance.now() - began) / 1000;
  }

  // All that is left to chance is drawn here, in one order, whenever the writes end.
  start() {
    const target = this.targets[this.chance(this.targets.length)];
    const kind = this.lots[this.chance(this.lots.length)];
    const paths = target.model.schema.paths;
    const own = { ownField: 'room' in paths ? 'room' : 'level', hasStudents: 'students' in paths };
    const words = wordsOf(this.chance, ++this.attempts, { trainers: this.trainers, ...own });
    const writing = target.write(kind, words, this.chance(LONGEST_THOUGHT_MS)).then((error) => {
      this.inFlight.delete(writing);
      this.count(kind, error);
    });
    this.inFlight.add(writing);
  }

  count(kind, error) {
    if (error) {
      this.errors[error.name] = (this.errors[error.name] ?? 0) + 1;
      this.samples[error.name] ??= error.message;
    } else {
      this.writes[kind] += 1;
      say({ writes: this.made });
    }
  }

  report() {
    const { writes, errors, samples, seconds } = this;
    const touched = this.targets.filter((target) => target.touched);
    const last = touched.map(({ model, id, last, perhaps }) => ({
      collection: model.collection.name,
      id: String(id),
      ...last,
      perhaps,
    }));
    return { writes, errors, samples, seconds, last };
  }
}

const [uri, database, given] = process.argv.slice(2);
const connection = await mongoose
  .createConnection(uri, {
    dbName: database,
    autoCreate: false,
    autoIndex: false,
    bufferCommands: false,
    heartbeatFrequencyMS: 500,
    serverSelectionTimeoutMS: 2000,
    socketTimeoutMS: 5000,
  })
  .asPromise();
connection.on('error', () => {}); // a lost connection shows in the writes that fail
const models = Object.entries(oldSchemas).map(([name, schema]) => connection.model(name, schema));
const storm = new Storm((await Promise.all(models.map(targetsOf))).flat(), EJSON.parse(given));
say({ documents: storm.targets.length });
process.stdin.on('end', () => (storm.stopped = true)).resume();
if (storm.targets.length) await storm.rage();
say({ report: storm.report() });
await connection.close();
process.stdin.destroy();
