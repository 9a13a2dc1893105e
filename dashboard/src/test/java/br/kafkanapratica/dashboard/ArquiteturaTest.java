package br.kafkanapratica.dashboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import br.kafkanapratica.testes.SemCodigoGerado;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "br.kafkanapratica.dashboard",
        importOptions = {DoNotIncludeTests.class, SemCodigoGerado.class})
class ArquiteturaTest {

    @ArchTest
    static final ArchRule aContaNaoConheceSpringNemKafka = classes()
            .that()
            .resideInAPackage("..auditor..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..auditor..", "br.kafkanapratica.contratos", "org.jspecify..");

    @ArchTest
    static final ArchRule osPacotesNaoDaoVoltas =
            slices().matching("br.kafkanapratica.dashboard.(*)..").should().beFreeOfCycles();
}
