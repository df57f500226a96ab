// A migration of batches as most people would write it. Arguments: the URI, the database.
// Prints how many documents it has seen, and how many seconds it took.
import mongoose from 'mongoose';
import { schemas } from './schemas.js';

const [uri, database] = process.argv.slice(2);
const connection = await mongoose
  .createConnection(uri, { dbName: database, autoCreate: false, autoIndex: false })
  .asPromise();
const Batch = connection.model('Batch', schemas.Batch);

const began = performance.now();
let documents = 0;
for await (const doc of Batch.find().cursor()) {
  documents += 1;
  if (!doc.trainers?.primary) {
    doc.trainers = { primary: doc.instructor, backup: [], assistants: [] };
    await doc.save();
  }
}
console.log(JSON.stringify({ documents, seconds: (performance.now() - began) / 1000 }));
await connection.close();
