package ai.rios.libp2p;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom. The rules are held here, since the module can be had by itself. */
final class PackageRulesTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.rios.libp2p");

    @Test
    void nothingButLibp2pIsKnown() {
        classes()
                .that()
                .resideInAPackage("ai.rios.libp2p..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "ai.rios.libp2p..",
                        "java..",
                        "javax..",
                        "jdk.net..",
                        "io.netty..",
                        "org.bouncycastle..",
                        "org.jspecify..")
                .check(OURS);
    }

    /** Netty is there for those only who want QUIC. */
    @Test
    void nothingButQuicKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("ai.rios.libp2p.transport.quic..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(OURS);
    }

    @Test
    void packagesDoNotGoInCircles() {
        slices().matching("ai.rios.libp2p.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void layersDoNotKnowTheHost() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "ai.rios.libp2p.io..",
                        "ai.rios.libp2p.crypto..",
                        "ai.rios.libp2p.security..",
                        "ai.rios.libp2p.muxer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.rios.libp2p.connection..", "ai.rios.libp2p.host..")
                .check(OURS);
    }
}
