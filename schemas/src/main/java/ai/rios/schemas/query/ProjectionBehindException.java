package ai.rios.schemas.query;

/** The view has not reached the position that a read named. */
public final class ProjectionBehindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long position;
    private final boolean blocked;

    /**
     * @param position the tenant's sequence that the view has
     * @param blocked whether the tenant's view stands at a hole and does not move by itself
     */
    public ProjectionBehindException(long position, boolean blocked) {
        super(blocked ? "the view is blocked at " + position : "the view is at " + position);
        this.position = position;
        this.blocked = blocked;
    }

    /** The tenant's sequence that the view has. */
    public long position() {
        return position;
    }

    /** Whether the view stands at a hole and does not move by itself. */
    public boolean isBlocked() {
        return blocked;
    }
}
