"""Reads a topic of events from its first offset with Confluent's deserialiser and prints a line of JSON an event.

Usage: read_events.py BOOTSTRAP REGISTRY_URL TOPIC COUNT [OLDER_SCHEMA_FILE]
"""

import json
import sys
import time

from confluent_kafka import Consumer, TopicPartition, OFFSET_BEGINNING
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext


def main(bootstrap, registry_url, topic, count, older_schema_file=None):
    older = open(older_schema_file, encoding="utf-8").read() if older_schema_file else None
    deserialize = AvroDeserializer(SchemaRegistryClient({"url": registry_url}), older)
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "read-events", "enable.auto.commit": False})
    partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in partitions])
    left = int(count)
    deadline = time.monotonic() + 60
    while left and time.monotonic() < deadline:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise RuntimeError(message.error())
        event = deserialize(message.value(), SerializationContext(topic, MessageField.VALUE))
        part = event.get(event["type"])
        print(json.dumps({
            "type": event["type"],
            "deployment_id": event["deployment_id"],
            "sequence": event["sequence"],
            "part": part,
        }))
        left -= 1
    consumer.close()
    return 0 if left == 0 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
