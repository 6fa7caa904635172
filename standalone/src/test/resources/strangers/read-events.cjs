// Reads records of a topic, one hex text a line, with Confluent's deserialiser and prints a line of JSON an event.
// Usage: node read-events.cjs REGISTRY_URL TOPIC RECORDS_FILE
"use strict";

const fs = require("node:fs");
const { AvroDeserializer, SchemaRegistryClient, SerdeType } = require("@confluentinc/schemaregistry");

function plain(key, value) {
  return typeof value === "bigint" ? Number(value) : value;
}

async function main(registryUrl, topic, recordsFile) {
  const client = new SchemaRegistryClient({ baseURLs: [registryUrl] });
  const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {});
  for (const line of fs.readFileSync(recordsFile, "utf8").trim().split("\n")) {
    const event = await deserializer.deserialize(topic, Buffer.from(line, "hex"));
    const part = event[event.type];
    console.log(JSON.stringify({
      type: event.type,
      deployment_id: event.deployment_id,
      sequence: event.sequence,
      part: part === undefined ? null : part,
    }, plain));
  }
}

main(...process.argv.slice(2)).then(() => process.exit(0), (failure) => {
  console.error(failure);
  process.exit(1);
});
