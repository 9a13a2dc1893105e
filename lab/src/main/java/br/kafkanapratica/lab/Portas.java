package br.kafkanapratica.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Onde cada programa do laboratório atende.
 *
 * @param kafka a do primeiro broker; as dos outros vêm depois dela, e depois delas as dos controllers, se são vários
 * @param brokers 1 ou 3
 */
record Portas(int kafka, int saldo, int dashboard, int brokers) {

    static final Portas PADRAO = new Portas(9092, 5001, 8080);

    /** De umas portas às outras que se sugerem. */
    private static final int PASSO = 1000;

    /** Das redondas, as que os navegadores não abrem, por serem de outros protocolos. */
    private static final Set<Integer> RECUSADAS = Set.of(6000, 10080);

    /** Com um broker só. */
    Portas(int kafka, int saldo, int dashboard) {
        this(kafka, saldo, dashboard, 1);
    }

    String servidores() {
        return dosBrokers().mapToObj(porta -> "localhost:" + porta).collect(Collectors.joining(","));
    }

    /** As portas em que os clientes acham os brokers. */
    IntStream dosBrokers() {
        return IntStream.range(kafka, kafka + brokers);
    }

    /** Todas as que os brokers usam. */
    IntStream doKafka() {
        return IntStream.range(kafka, kafka + (brokers == 1 ? 1 : 2 * brokers));
    }

    /** @throws IllegalStateException se alguma não existe ou serve a dois, com a opção a mudar */
    void confereValores() {
        if (brokers != 1 && brokers != 3) {
            throw new IllegalStateException("--brokers é 1 ou 3; veio %d.".formatted(brokers));
        }
        var vistas = new HashMap<Integer, String>();
        doKafka().skip(1).forEach(porta -> vistas.put(porta, "--porta-kafka (com --brokers %d)".formatted(brokers)));
        opcoes().forEach((opcao, porta) -> {
            if (porta < 1 || porta > 65535 || (porta == kafka && doKafka().max().orElse(porta) > 65535)) {
                throw new IllegalStateException("%s vai de 1 a 65535; veio %d.".formatted(opcao, porta));
            }
            var outra = vistas.put(porta, opcao);
            if (outra != null) {
                throw new IllegalStateException(
                        "%s e %s são a mesma porta, %d: dê uma a cada programa.".formatted(outra, opcao, porta));
            }
        });
    }

    /** A de um saldo-service errado, que fica ao lado do certo. */
    int saldoAoLado() {
        return IntStream.concat(IntStream.rangeClosed(saldo + 1, 65535), IntStream.range(1024, saldo))
                .filter(porta -> porta != dashboard && doKafka().noneMatch(doKafka -> doKafka == porta))
                .findFirst()
                .orElseThrow();
    }

    /**
     * @param outrasOpcoes o que mais se disse na linha de comando, a repetir no comando que se sugere
     * @throws IllegalStateException se alguém já usa a de um serviço; a do Kafka pode ser a de um Kafka
     */
    void confereLivres(String outrasOpcoes) throws IOException {
        var tomadas = new LinkedHashMap<Integer, String>();
        if (ExameDaPorta.ocupada(saldo)) {
            tomadas.put(saldo, "saldo-service");
        }
        if (ExameDaPorta.ocupada(dashboard)) {
            tomadas.put(dashboard, "dashboard");
        }
        if (tomadas.isEmpty()) {
            return;
        }
        // Tomadas todas, parece outro laboratório, e no mesmo Kafka um levaria os pedidos do outro.
        boolean outroLaboratorio = tomadas.size() == 2 && !ocupadasNoKafka().isEmpty();
        var comKafka = outroLaboratorio ? comOutroKafka() : this;
        int novaDoSaldo = tomadas.containsKey(saldo) ? comKafka.livre(saldo, dashboard) : saldo;
        var outras = new Portas(
                comKafka.kafka,
                novaDoSaldo,
                tomadas.containsKey(dashboard) ? comKafka.livre(dashboard, novaDoSaldo) : dashboard,
                brokers);
        throw new IllegalStateException("%s. %s, ou: %s"
                .formatted(
                        tomadas.entrySet().stream()
                                .map(tomada ->
                                        "a porta %d (%s) já está em uso".formatted(tomada.getKey(), tomada.getValue()))
                                .collect(Collectors.joining(", e ")),
                        quemAUsa(tomadas.keySet().iterator().next()),
                        outras.comando() + outrasOpcoes));
    }

    /** As mesmas, mas com os brokers noutras, livres se as há perto. */
    Portas comOutroKafka() throws IOException {
        for (int candidata = kafka + PASSO; candidata + 2 * brokers <= 65535; candidata += PASSO) {
            var outras = new Portas(candidata, saldo, dashboard, brokers);
            if (outras.doKafka().noneMatch(porta -> porta == saldo || porta == dashboard)
                    && outras.ocupadasNoKafka().isEmpty()) {
                return outras;
            }
        }
        return new Portas(kafka > 2 * PASSO ? kafka - PASSO : kafka + PASSO, saldo, dashboard, brokers);
    }

    /** As mesmas, com tantos brokers. */
    Portas comBrokers(int quantos) {
        return new Portas(kafka, saldo, dashboard, quantos);
    }

    /** O que dá estas portas ao laboratório. */
    String comando() {
        var comando = new StringBuilder("./start.sh");
        if (brokers != PADRAO.brokers) {
            comando.append(" --brokers ").append(brokers);
        }
        var padrao = PADRAO.opcoes();
        opcoes().forEach((opcao, porta) -> {
            if (!porta.equals(padrao.get(opcao))) {
                comando.append(' ').append(opcao).append(' ').append(porta);
            }
        });
        return comando.toString();
    }

    /** Das que os brokers usam, as que alguém já tem. */
    List<Integer> ocupadasNoKafka() throws IOException {
        var ocupadas = new ArrayList<Integer>();
        for (int porta : doKafka().toArray()) {
            if (ExameDaPorta.ocupada(porta)) {
                ocupadas.add(porta);
            }
        }
        return ocupadas;
    }

    /** Uma que ninguém usa, nem usará aqui; longe desta: a seguinte à do saldo-service é a dos que ficam {@linkplain #saldoAoLado() ao lado}. */
    private int livre(int porta, int aOutra) throws IOException {
        for (int candidata = porta + PASSO; candidata <= 65535; candidata += PASSO) {
            int esta = candidata;
            if (esta != aOutra
                    && !RECUSADAS.contains(esta)
                    && doKafka().noneMatch(doKafka -> doKafka == esta)
                    && !ExameDaPorta.ocupada(esta)) {
                return esta;
            }
        }
        return Math.max(1024, porta - PASSO);
    }

    private Map<String, Integer> opcoes() {
        var opcoes = new LinkedHashMap<String, Integer>();
        opcoes.put("--porta-kafka", kafka);
        opcoes.put("--porta-saldo", saldo);
        opcoes.put("--porta-dashboard", dashboard);
        return opcoes;
    }

    static String quemAUsa(int porta) {
        return "Veja quem a usa com \"ss -ltnp | grep %1$d\" (macOS: lsof -i :%1$d)".formatted(porta);
    }
}
