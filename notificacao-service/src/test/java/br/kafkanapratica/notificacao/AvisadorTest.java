package br.kafkanapratica.notificacao;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.notificacao.KafkaDeMentira.Falta;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Todas as histórias de duas instâncias em que a primeira para 20 s num passo qualquer, a segunda num outro, e uma das duas
 * acorda, dorme ou morre. Em todas: nenhum pedido fica sem aviso, nenhum sai duas vezes sem {@code (reenvio)}, e a intenção não
 * volta atrás.
 *
 * <p>Sem a marca depois de já avisado por outra, só quem parou quando só lhe faltava escrever: nada no Kafka o evita.
 */
class AvisadorTest {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    /** O que acontece depois que a primeira parou, perdeu a partição, e a segunda andou alguns passos. */
    private enum Desfecho {
        A_SEGUNDA_VAI_ATE_O_FIM_E_A_PRIMEIRA_ACORDA,
        A_PRIMEIRA_ACORDA_NO_MEIO_DA_SEGUNDA,
        A_SEGUNDA_MORRE_E_A_PRIMEIRA_ACORDA,
        A_SEGUNDA_MORRE_E_A_PRIMEIRA_TAMBEM,
        A_SEGUNDA_TAMBEM_PARA_E_A_PRIMEIRA_ACORDA
    }

    @AfterAll
    static void para() {
        THREADS.shutdownNow();
    }

    @Test
    void nenhumaPausaEmNenhumPassoRepeteUmAvisoSemAMarca() {
        assertThat(violacoes(violacao -> false)).isEmpty();
    }

    @Test
    void oModeloAchaARepeticaoSeOKafkaNaoConfereQuemGrava() {
        exigeQueAche("duas vezes sem a marca", Falta.NAO_CONFERE_O_MEMBRO);
        exigeQueAche("voltou atrás", Falta.NAO_CONFERE_O_MEMBRO);
    }

    @Test
    void oModeloAchaARepeticaoSeQuemChegaNaoEsperaATransacaoAberta() {
        exigeQueAche("duas vezes sem a marca", Falta.NAO_ESPERA_A_TRANSACAO);
    }

    private static void exigeQueAche(String oQue, Falta falta) {
        assertThat(violacoes(violacao -> violacao.contains(oQue), falta)).anyMatch(violacao -> violacao.contains(oQue));
    }

    /** De todas as histórias, ou até a que {@code basta}. */
    private static List<String> violacoes(Predicate<String> basta, Falta... faltas) {
        var violacoes = new ArrayList<String>();
        int historias = 0;
        for (var desfecho : Desfecho.values()) {
            for (boolean vence : new boolean[] {true, false}) {
                int quantas;
                int primeira = 0;
                do {
                    quantas = deUmaPausa(primeira++, new Escolhas(Set.of(faltas), desfecho, vence), violacoes);
                    historias += quantas;
                    if (violacoes.stream().anyMatch(basta)) {
                        return violacoes;
                    }
                } while (quantas > 0);
            }
        }
        assertThat(historias).isGreaterThan(1000);
        return violacoes;
    }

    /** Quantas histórias há em que a primeira para neste passo: nenhuma, se ela acaba antes. */
    private static int deUmaPausa(int primeira, Escolhas escolhas, List<String> violacoes) {
        boolean haMais = true;
        int segunda = 0;
        while (haMais) {
            var historia = new Historia(escolhas, THREADS);
            if (historia.andaAPrimeira(primeira)) {
                haMais = historia.passa(segunda++);
                violacoes.addAll(historia.violacoes());
            } else {
                haMais = false;
            }
            historia.acaba();
        }
        return segunda;
    }

    /** @param vence se a transação que a primeira deixou aberta vence antes que ela acorde */
    private record Escolhas(Set<Falta> faltas, Desfecho desfecho, boolean vence) {}

    private static final class Historia {

        private static final int VOLTAS = 100;

        private final List<String> linhas = new ArrayList<>();
        private final KafkaDeMentira kafka;
        private final Escolhas escolhas;
        private final Executor threads;
        private final Instancia primeira;
        private final Instancia segunda;
        private String onde = "";

        Historia(Escolhas escolhas, Executor threads) {
            this.kafka = new KafkaDeMentira(escolhas.faltas());
            this.escolhas = escolhas;
            this.threads = threads;
            this.primeira = instancia("primeira");
            this.segunda = instancia("segunda");
        }

        private Instancia instancia(String nome) {
            return new Instancia(nome, kafka, threads, linha -> linhas.add(nome + ": " + linha));
        }

        /** Falso se a primeira acabou antes. */
        boolean andaAPrimeira(int passos) {
            return anda(primeira, passos + 1);
        }

        /** A primeira está parada; falso se um passo a mais da segunda não mudaria nada. */
        boolean passa(int passos) {
            onde = primeira.onde();
            primeira.dorme();
            if (escolhas.vence()) {
                primeira.venceATransacao();
            }
            boolean haMais = anda(segunda, passos + 1) && !segunda.onde().equals(Instancia.ESPERANDO);
            onde += " / " + segunda.onde();
            switch (escolhas.desfecho()) {
                case A_SEGUNDA_VAI_ATE_O_FIM_E_A_PRIMEIRA_ACORDA -> vaoAteOFim(segunda, primeira);
                case A_PRIMEIRA_ACORDA_NO_MEIO_DA_SEGUNDA -> vaoAteOFim(primeira, segunda);
                case A_SEGUNDA_MORRE_E_A_PRIMEIRA_ACORDA -> {
                    segunda.morre();
                    vaoAteOFim(primeira);
                }
                case A_SEGUNDA_MORRE_E_A_PRIMEIRA_TAMBEM -> {
                    segunda.morre();
                    primeira.morre();
                }
                case A_SEGUNDA_TAMBEM_PARA_E_A_PRIMEIRA_ACORDA -> {
                    segunda.dorme();
                    vaoAteOFim(primeira, segunda);
                }
            }
            vaoAteOFim(instancia("última"));
            return haMais;
        }

        void acaba() {
            primeira.morre();
            segunda.morre();
        }

        private static boolean anda(Instancia instancia, int passos) {
            for (int passo = 0; passo < passos; passo++) {
                if (!instancia.anda()) {
                    return false;
                }
            }
            return true;
        }

        private void vaoAteOFim(Instancia... instancias) {
            for (var instancia : instancias) {
                if (anda(instancia, VOLTAS)) { // espera pela transação de quem dorme
                    primeira.venceATransacao();
                    segunda.venceATransacao();
                    assertThat(anda(instancia, VOLTAS)).as(toString()).isFalse();
                }
            }
        }

        List<String> violacoes() {
            var violacoes = new ArrayList<String>();
            for (long pedido = 0; pedido < Instancia.PEDIDOS; pedido++) {
                var avisos = linhasDe(pedido);
                if (avisos.isEmpty()) {
                    violacoes.add("pedido %d sem aviso: %s".formatted(pedido, this));
                }
                if (avisos.stream().filter(Historia::semMarca).count() > 1) {
                    violacoes.add("pedido %d duas vezes sem a marca: %s".formatted(pedido, this));
                }
                if (avisos.stream().skip(1).anyMatch(Historia::semMarca) && !soFaltavaEscrever()) {
                    violacoes.add("pedido %d sem a marca depois de avisado: %s".formatted(pedido, this));
                }
            }
            var intencoes = kafka.intencoes();
            if (!intencoes.equals(intencoes.stream().sorted().toList())) {
                violacoes.add("a intenção voltou atrás: " + this);
            }
            return violacoes;
        }

        private List<String> linhasDe(long pedido) {
            return linhas.stream()
                    .filter(linha -> linha.contains("pedido " + pedido))
                    .toList();
        }

        private static boolean semMarca(String linha) {
            return !linha.contains("(reenvio)");
        }

        private boolean soFaltavaEscrever() {
            return onde.contains("escrever") || onde.contains("escrita");
        }

        @Override
        public String toString() {
            return "%s, %s, transação %s: intenções %s, %s"
                    .formatted(
                            onde,
                            escolhas.desfecho(),
                            escolhas.vence() ? "vencida" : "aberta",
                            kafka.intencoes(),
                            linhas);
        }
    }
}
