package ai.rios.edge.hostile;

/** What a row is about. */
enum Group {
    SMUGGLING("Requests within requests");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    /** For people. */
    String title() {
        return title;
    }
}
