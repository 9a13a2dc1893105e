package br.kafkanapratica.experimentos;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "br.kafkanapratica.experimentos", importOptions = DoNotIncludeTests.class)
class ArquiteturaTest {

    @ArchTest
    static final ArchRule umExperimentoSoConheceFatos = noClasses()
            .that()
            .resideInAnyPackage("br.kafkanapratica.experimentos", "..curso..", "..regras..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "org.springframework..", "java.net..", "java.nio..", "..estudo..");

    @ArchTest
    static final ArchRule umaTrilhaNaoConheceOutra = slices().matching("br.kafkanapratica.experimentos.curso.(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule nadaDaquiConheceSpring =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.springframework..");
}
