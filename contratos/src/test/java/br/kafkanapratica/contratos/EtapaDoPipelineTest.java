package br.kafkanapratica.contratos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EtapaDoPipelineTest {

    @Test
    void cadaEtapaLeOQueAAnteriorEscreve() {
        var etapas = EtapaDoPipeline.values();
        for (int i = 1; i < etapas.length; i++) {
            assertThat(etapas[i - 1].saida()).contains(etapas[i].entrada());
        }
        assertThat(etapas[etapas.length - 1].saida()).isEmpty();
    }

    /** Os nomes são do contrato: consumidores e offsets já gravados dependem deles. */
    @Test
    void osNomesSaoOsDoContrato() {
        assertThat(Arrays.stream(EtapaDoPipeline.values())
                        .map(etapa -> etapa.programa() + " " + etapa.grupo() + " "
                                + etapa.entrada().nome() + " " + etapa.dlt().nome()))
                .containsExactly(
                        "estoque-service grupo_estoque novos_pedidos novos_pedidos-dlt",
                        "pagamento-service grupo_pagamento pedidos_aprovados pedidos_aprovados-dlt",
                        "notificacao-service grupo_notificacao pedidos_concluidos pedidos_concluidos-dlt");
    }

    @Test
    void aEtapaSeAchaPeloTopicoQueLeEPelaSuaDlt() {
        for (var etapa : EtapaDoPipeline.values()) {
            assertThat(EtapaDoPipeline.queLe(etapa.entrada().nome())).contains(etapa);
            assertThat(EtapaDoPipeline.daDlt(etapa.dlt().nome())).contains(etapa);
        }
        assertThat(EtapaDoPipeline.queLe("contas")).isEmpty();
        assertThat(EtapaDoPipeline.daDlt("novos_pedidos")).isEmpty();
    }

    /** O que não aparece em nenhum destes se perdeu. */
    @Test
    void oResultadoDeUmPedidoFicaNoTopicoSeguinteOuNaDlt() {
        assertThat(EtapaDoPipeline.ESTOQUE.resultados())
                .extracting(Topico::nome)
                .containsExactly("pedidos_aprovados", "novos_pedidos-dlt");
        assertThat(EtapaDoPipeline.NOTIFICACAO.resultados())
                .extracting(Topico::nome)
                .containsExactly("pedidos_concluidos-dlt");
    }

    @Test
    void oDocumentoDizOsHeadersEOsGruposQueExistem() throws IOException {
        var pipeline = Files.readString(Path.of(System.getProperty("raiz"), "docs/por-que/pipeline.md"));

        assertThat(pipeline).contains(constantes(HeaderDaDlt.class));
        assertThat(pipeline).contains(constantes(Grupo.class));
    }

    private static List<String> constantes(Class<?> classe) {
        return Arrays.stream(classe.getFields()).map(EtapaDoPipelineTest::valor).toList();
    }

    private static String valor(Field constante) {
        try {
            return (String) constante.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
