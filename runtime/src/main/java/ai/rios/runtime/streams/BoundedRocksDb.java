package ai.rios.runtime.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds what all RocksDB stores of the process take together: one block cache, which index, filter and write buffers count
 * towards as well. By itself Streams would allow each store of each partition 50 MB of cache and three buffers of 16 MB.
 *
 * <p>Streams makes one by its class name for every store; thread-safe.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long WRITE_BUFFER_BYTES = 1024L * 1024;
    private static final int MAX_WRITE_BUFFERS = 2;

    /** Made on first use, for the native library is slow to load; lives as long as the process. */
    private static final class Shared {
        static final long TOTAL_BYTES = 96L * 1024 * 1024;
        static final Cache CACHE;
        static final WriteBufferManager WRITE_BUFFERS;

        static {
            RocksDB.loadLibrary();
            CACHE = new LRUCache(TOTAL_BYTES);
            WRITE_BUFFERS = new WriteBufferManager(TOTAL_BYTES / 2, CACHE);
        }
    }

    /** Made by Streams. */
    public BoundedRocksDb() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
            table.setBlockCache(Shared.CACHE);
            table.setCacheIndexAndFilterBlocks(true);
            table.setPinTopLevelIndexAndFilter(true);
            options.setTableFormatConfig(table);
        }
        options.setWriteBufferManager(Shared.WRITE_BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(MAX_WRITE_BUFFERS);
    }

    /** Nothing to close: cache and buffers are the process's. */
    @Override
    public void close(String storeName, Options options) {}
}
