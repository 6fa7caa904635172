package ai.rios.schemas.codec;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** What a registry checks at level FULL_TRANSITIVE, by Avro's own rules. */
final class Compatibility {
    private Compatibility() {}

    /** Why a version may not stand beside others: each must read what the other wrote. Empty when it may. */
    static List<String> problems(Schema proposed, List<Schema> others) {
        List<String> problems = new ArrayList<>();
        for (Schema other : others) {
            problems.addAll(problemsOfReading(proposed, other));
            problems.addAll(problemsOfReading(other, proposed));
        }
        return problems;
    }

    private static List<String> problemsOfReading(Schema reader, Schema writer) {
        SchemaCompatibility.SchemaPairCompatibility verdict =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return verdict.getType() == SchemaCompatibilityType.COMPATIBLE
                ? List.of()
                : verdict.getResult().getIncompatibilities().stream()
                        .map(Object::toString)
                        .toList();
    }
}
