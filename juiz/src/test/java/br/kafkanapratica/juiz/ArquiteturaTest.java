package br.kafkanapratica.juiz;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "br.kafkanapratica.juiz", importOptions = DoNotIncludeTests.class)
class ArquiteturaTest {

    @ArchTest
    static final ArchRule quemDecideNaoConheceSpringNemKafka = classes()
            .that()
            .resideOutsideOfPackage("..juiz.kafka..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "br.kafkanapratica.juiz",
                    "br.kafkanapratica.juiz.auditoria",
                    "br.kafkanapratica.juiz.identidade",
                    "br.kafkanapratica.juiz.pedidos",
                    "br.kafkanapratica.juiz.saldos",
                    "br.kafkanapratica.contratos",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule quemTraduzNaoConheceSpring = classes()
            .that()
            .resideInAPackage("..juiz.kafka..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "br.kafkanapratica..", "org.apache.kafka..", "tools.jackson.core..", "org.jspecify..");

    @ArchTest
    static final ArchRule quemUmRegistroENaoDependeDeQuemOLe = classes()
            .that()
            .resideInAPackage("..identidade..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..identidade..", "org.jspecify..");
}
