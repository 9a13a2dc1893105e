package br.kafkanapratica.experimentos;

import br.kafkanapratica.experimentos.controle.Verbo;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** O que o aluno faz: um comando que se digita na raiz do repositório e, se a página sabe fazê-lo, o botão que faz o mesmo. */
public sealed interface Acao {

    /** Com as portas de fábrica; quem o mostra troca pelas de verdade. */
    String comando();

    /** Vazio, se só se digita. */
    Optional<Botao> botao();

    /**
     * O que o botão faz.
     *
     * @param caminho para onde vai o {@code POST}, a partir da raiz do dashboard
     * @param corpo em JSON
     */
    record Botao(String rotulo, String caminho, Map<String, Object> corpo) {}

    /** Tantos pedidos. */
    record FazPedidos(int quantos) implements Acao {
        @Override
        public String comando() {
            return "java -jar pedidos-producer/target/pedidos-producer.jar --quantidade " + quantos;
        }

        @Override
        public Optional<Botao> botao() {
            return Optional.of(
                    new Botao("Mandar %d pedidos".formatted(quantos), "api/pedidos?quantidade=" + quantos, Map.of()));
        }
    }

    /** Um registro que nenhuma etapa consegue processar. */
    record MandaVeneno() implements Acao {
        @Override
        public String comando() {
            return "echo 'isto não é um pedido' | java -jar broker-local/target/broker-local.jar console-producer --topic novos_pedidos";
        }

        @Override
        public Optional<Botao> botao() {
            return Optional.of(new Botao("Mandar um registro que não é um pedido", "api/pedidos/veneno", Map.of()));
        }
    }

    /** Um saldo novo de um cliente; o valor como se digita em reais. */
    record EscreveSaldo(String cliente, String valor) implements Acao {
        @Override
        public String comando() {
            return "java -jar saldo-producer/target/saldo-producer.jar --cliente %s --saldo '%s'"
                    .formatted(cliente, valor);
        }

        @Override
        public Optional<Botao> botao() {
            var corpo = new LinkedHashMap<String, Object>();
            corpo.put("cliente_id", cliente);
            corpo.put("valor", valor);
            return Optional.of(
                    new Botao("Escrever %s para o cliente %s".formatted(valor, cliente), "api/saldos", corpo));
        }
    }

    /**
     * Uma ordem ao laboratório.
     *
     * @param verbo um dos que têm um programa por argumento
     * @param programa o nome curto dele, ou o da armadilha
     */
    record NoLab(Verbo verbo, String programa) implements Acao {
        @Override
        public String comando() {
            return "./lab.sh %s %s".formatted(verbo.palavra(), programa);
        }

        @Override
        public Optional<Botao> botao() {
            var caminho = "api/lab/" + verbo.palavra();
            return Optional.of(new Botao(rotulo(), caminho, Map.of("programa", programa)));
        }

        private String rotulo() {
            return switch (verbo) {
                case MATAR -> "Matar %s (kill -9)".formatted(programa);
                case DOBRAR -> "Mais um %s".formatted(programa);
                case ARMADILHA -> "Pôr a armadilha %s".formatted(programa);
                case CERTO -> "Trazer de volta o %s certo".formatted(programa);
                default ->
                    verbo.palavra().substring(0, 1).toUpperCase(Locale.ROOT)
                            + verbo.palavra().substring(1) + " " + programa;
            };
        }
    }

    /** O que só se digita. */
    record Digita(String comando) implements Acao {
        @Override
        public Optional<Botao> botao() {
            return Optional.empty();
        }
    }
}
