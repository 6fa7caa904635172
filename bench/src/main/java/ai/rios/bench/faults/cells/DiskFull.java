package ai.rios.bench.faults.cells;

import ai.rios.bench.product.SmallDisk;
import ai.rios.bench.product.SplitStack;
import java.util.List;
import java.util.Optional;

/**
 * The disk of the data folder takes no more until the stack has ended by itself; then there is room again, and somebody starts it. For
 * the time of a cell the folder is on a small disk of its own.
 */
final class DiskFull implements Fault {
    /** For a cell's traffic, and for what the broker takes of index files, which are sparse until it maps them. */
    private static final int FREE_MEBIBYTES = 384;

    @Override
    public Optional<String> obstacle() {
        return SmallDisk.obstacle();
    }

    @Override
    public void prepare(SplitStack stack, List<String> processes) {
        stack.moveToSmallDisk(FREE_MEBIBYTES);
    }

    @Override
    public void strike(SplitStack stack, List<String> processes) {
        stack.fillDisk();
        SplitStack.await("the stack ends when its disk is full", () -> !stack.isRunning());
    }

    @Override
    public void mend(SplitStack stack, List<String> processes) {
        stack.makeRoom();
        if (!stack.isRunning()) {
            stack.up();
        }
    }

    @Override
    public void clear(SplitStack stack, List<String> processes) {
        stack.moveBack();
    }
}
