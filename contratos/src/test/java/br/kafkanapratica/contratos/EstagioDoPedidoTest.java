package br.kafkanapratica.contratos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstagioDoPedidoTest {

    @Test
    void cadaEstagioLeOQueOAnteriorEscreve() {
        var estagios = EstagioDoPedido.values();
        for (int i = 1; i < estagios.length; i++) {
            assertThat(estagios[i - 1].escrito()).contains(estagios[i].lido());
        }
        assertThat(estagios[estagios.length - 1].escrito()).isEmpty();
    }

    /** Os nomes são do contrato: consumidores e offsets já gravados dependem deles. */
    @Test
    void osNomesSaoOsDoContrato() {
        assertThat(Arrays.stream(EstagioDoPedido.values())
                        .map(estagio -> estagio.programa() + " " + estagio.grupo() + " "
                                + estagio.lido().nome() + " " + estagio.dlt().nome()))
                .containsExactly(
                        "estoque-service grupo_estoque novos_pedidos novos_pedidos-dlt",
                        "pagamento-service grupo_pagamento pedidos_aprovados pedidos_aprovados-dlt",
                        "notificacao-service grupo_notificacao pedidos_concluidos pedidos_concluidos-dlt");
    }

    @Test
    void oReadmeDizOsHeadersEOsGruposQueExistem() throws IOException {
        var readme = Files.readString(Path.of(System.getProperty("raiz"), "README.md"));

        assertThat(readme).contains(constantes(HeaderDaDlt.class));
        assertThat(readme).contains(constantes(Grupo.class));
    }

    private static List<String> constantes(Class<?> classe) {
        return Arrays.stream(classe.getFields()).map(EstagioDoPedidoTest::valor).toList();
    }

    private static String valor(Field constante) {
        try {
            return (String) constante.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
