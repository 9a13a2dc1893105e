package br.kafkanapratica.juiz.auditoria;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.contratos.EtapaDoPipeline.NOTIFICACAO;
import static br.kafkanapratica.contratos.EtapaDoPipeline.PAGAMENTO;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.juiz.identidade.ChaveCurta;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditoriaTest {

    private final Auditoria auditoria = new Auditoria(100_000);

    @Test
    void cadaPedidoEstaNumLugarSo() {
        chegam(ESTOQUE, "a", "b", "c", "d");
        chegam(PAGAMENTO, "a", "b");
        chegam(NOTIFICACAO, "a");
        auditoria.rejeitado(ESTOQUE, chave("d"), "d");

        var balanco = balanco();
        assertThat(balanco.enviados()).isEqualTo(4);
        assertThat(balanco.esperando()).isEqualTo(new Balanco.Esperando(1, 1, 1));
        assertThat(balanco.concluidos()).isZero();
        assertThat(balanco.naDlt()).isEqualTo(1);
        assertThat(balanco.suspeitos()).isEmpty();
    }

    @Test
    void quemOGrupoDeuPorFeitoSemResultadoEPerdidoEEDitoPeloNome() {
        chegam(ESTOQUE, "a", "b");
        chegam(PAGAMENTO, "a");
        auditoria.gravou(ESTOQUE, 0, 2);
        auditoria.confirma(ESTOQUE, true);

        var balanco = balanco();
        assertThat(balanco.perdidos()).isEqualTo(1);
        assertThat(balanco.suspeitos()).singleElement().satisfies(suspeito -> {
            assertThat(suspeito.id()).isEqualTo("b");
            assertThat(suspeito.oQue()).isEqualTo("perdido");
        });
        assertThat(balanco.esperando().estoque()).isZero();
    }

    @Test
    void umResultadoAMaisEDuplicadoDepoisDeConfirmadoNaSegundaConferencia() {
        chegam(ESTOQUE, "a");
        chegam(PAGAMENTO, "a", "a");
        var primeira = balanco();
        assertThat(primeira.duplicados()).isZero();
        assertThat(primeira.emTransito()).isEqualTo(1);

        var segunda = balanco();
        assertThat(segunda.duplicados()).isEqualTo(1);
        assertThat(segunda.suspeitos())
                .singleElement()
                .extracting(Balanco.Suspeito::id)
                .isEqualTo("a");
    }

    @Test
    void oResultadoLidoAntesDaOrigemNaoEDefeito() {
        chegam(PAGAMENTO, "a");
        balanco();
        chegam(ESTOQUE, "a");
        balanco();

        assertThat(balanco().suspeitos()).isEmpty();
        assertThat(balanco().emTransito()).isZero();
    }

    @Test
    void oQueNaoTemOrigemNaoEDuplicado() {
        chegam(PAGAMENTO, "intruso");
        balanco();

        assertThat(balanco().semOrigem()).isEqualTo(1);
        assertThat(balanco().duplicados()).isZero();
    }

    @Test
    void aMesmaChaveEnviadaDuasVezesSaoDoisPedidos() {
        chegam(ESTOQUE, "a", "a");
        chegam(PAGAMENTO, "a", "a");
        chegam(NOTIFICACAO, "a", "a");
        todosGravaram();
        balanco();

        assertThat(balanco().concluidos()).isEqualTo(2);
        assertThat(balanco().suspeitos()).isEmpty();
    }

    @Test
    void cheiaDizQueAContaParou() {
        var pequena = new Auditoria(2);
        for (var id : List.of("a", "b", "c")) {
            pequena.chegou(ESTOQUE, 0, 0, chave(id), id);
        }
        var balanco = pequena.balanco(Map.of(), "");
        assertThat(balanco.completo()).isFalse();
        assertThat(balanco.ressalva()).contains("maximo-de-pedidos");
        assertThat(balanco.enviados()).as("os registros contam-se sempre").isEqualTo(3);
    }

    /** Histórias ao acaso, em qualquer ordem entre os tópicos: a soma das parcelas é a dos registros, e o que se quebrou aparece. */
    @Test
    void aContaFechaEmQualquerHistoria() {
        long semente = Long.getLong("semente", System.nanoTime());
        System.out.println("AuditoriaTest: -Dsemente=" + semente);
        var acaso = new Random(semente);
        int perdidos = 0;
        int duplicados = 0;
        for (int i = 0; i < 20_000; i++) {
            var id = new UUID(acaso.nextLong(), acaso.nextLong()).toString();
            int ate = acaso.nextInt(100) == 0 ? -1 : acaso.nextInt(4);
            chegam(ESTOQUE, id);
            if (ate == -1) { // some no estoque, que gravou um offset adiante
                perdidos++;
                continue;
            }
            chegam(PAGAMENTO, id);
            boolean duplica = acaso.nextInt(100) == 0;
            if (duplica) {
                chegam(PAGAMENTO, id);
                duplicados++;
            }
            Stream.generate(() -> id).limit(duplica ? 2 : 1).forEach(mesmo -> {
                if (ate == 0) {
                    auditoria.rejeitado(PAGAMENTO, chave(mesmo), mesmo);
                } else {
                    chegam(NOTIFICACAO, mesmo);
                }
            });
        }
        todosGravaram();
        balanco();
        var balanco = balanco();
        assertThat(balanco.perdidos()).as("-Dsemente=%d", semente).isEqualTo(perdidos);
        assertThat(balanco.duplicados()).as("-Dsemente=%d", semente).isEqualTo(duplicados);
        assertThat(balanco.fecha()).as("%s, -Dsemente=%d", balanco, semente).isTrue();
    }

    /** Contagens que não cabem na coluna da tabela. */
    @Test
    void aMesmaChaveMilVezesEContadaAteOFim() {
        for (int i = 0; i < 1_000; i++) {
            chegam(ESTOQUE, "a");
        }
        for (int i = 0; i < 700; i++) {
            chegam(PAGAMENTO, "a");
        }
        assertThat(balanco().esperando()).isEqualTo(new Balanco.Esperando(300, 700, 0));
        for (int i = 0; i < 300; i++) {
            chegam(PAGAMENTO, "a");
        }
        chegam(PAGAMENTO, "a");
        balanco();
        assertThat(balanco().duplicados()).isEqualTo(1);
        assertThat(balanco().fecha()).isTrue();
    }

    @Test
    void semConfirmacaoOQueNaoTemResultadoAindaNaoEPerdido() {
        chegam(ESTOQUE, "a");
        auditoria.gravou(ESTOQUE, 0, 1);
        assertThat(balanco().porConfirmar()).isEqualTo(1);
        assertThat(balanco().perdidos()).isZero();
        assertThat(balanco().fecha()).isTrue();
        auditoria.confirma(ESTOQUE, true);
        assertThat(balanco().perdidos()).isEqualTo(1);
    }

    /** A que chegou antes pode ser a que ainda espera: o resultado é da que já passou, e ninguém se perdeu. */
    @Test
    void aMesmaChaveEmDuasParticoesEsperaNumaEPassaNaOutra() {
        for (boolean gravouAntes : List.of(true, false)) {
            var conta = new Auditoria(10);
            conta.confirma(ESTOQUE, true);
            if (gravouAntes) {
                conta.gravou(ESTOQUE, 1, 1);
            }
            conta.chegou(ESTOQUE, 0, 0, chave("a"), "a");
            conta.chegou(ESTOQUE, 1, 0, chave("a"), "a");
            conta.chegou(PAGAMENTO, 0, 0, chave("a"), "a");
            conta.gravou(ESTOQUE, 1, 1);
            long esperando = conta.espera(ESTOQUE, 0).esperando()
                    + conta.espera(ESTOQUE, 1).esperando();
            assertThat(esperando).as("offset lido antes: %s", gravouAntes).isEqualTo(1);
            var balanco = conta.balanco(Map.of(ESTOQUE, esperando, PAGAMENTO, 1L), "");
            assertThat(balanco.suspeitos()).isEmpty();
            assertThat(balanco.fecha()).isTrue();

            conta.gravou(ESTOQUE, 0, 1); // e agora, sim
            assertThat(conta.balanco(Map.of(PAGAMENTO, 1L), "").perdidos()).isEqualTo(1);
        }
    }

    @Test
    void umaParcelaErradaQuebraAConta() {
        var certa = new Balanco(3, new Balanco.Esperando(1, 0, 0), 2, 0, 0, 0, 0, 0, 0, List.of(), true, "");
        var errada = new Balanco(3, new Balanco.Esperando(1, 0, 0), 1, 0, 0, 0, 0, 0, 0, List.of(), true, "");
        assertThat(certa.fecha()).isTrue();
        assertThat(errada.fecha()).isFalse();
    }

    private void chegam(EtapaDoPipeline etapa, String... ids) {
        for (var id : ids) {
            auditoria.chegou(etapa, 0, auditoria.registros(etapa), chave(id), id);
        }
    }

    private void todosGravaram() {
        for (var etapa : EtapaDoPipeline.values()) {
            auditoria.gravou(etapa, 0, Long.MAX_VALUE);
            auditoria.confirma(etapa, true);
        }
    }

    private Balanco balanco() {
        var esperando = new EnumMap<EtapaDoPipeline, Long>(EtapaDoPipeline.class);
        for (var etapa : EtapaDoPipeline.values()) {
            esperando.put(etapa, auditoria.espera(etapa, 0).esperando());
        }
        return auditoria.balanco(esperando, "");
    }

    private static ChaveCurta chave(String id) {
        return ChaveCurta.de(id.getBytes(StandardCharsets.UTF_8));
    }
}
