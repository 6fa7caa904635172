package ai.rios.standalone.stack;

import ai.rios.standalone.process.FreePorts;

/** The loopback ports of one stack, none 0. Immutable. */
record StackPorts(int http, int kafka, int registry) {
    /** The wanted ones, or free ones for 0; refuses one in use, naming its option. */
    static StackPorts resolve(StackOptions options) {
        return new StackPorts(
                FreePorts.resolve(options.httpPort(), "--port"),
                FreePorts.resolve(options.kafkaPort(), "--kafka-port"),
                FreePorts.resolve(options.registryPort(), "--registry-port"));
    }
}
