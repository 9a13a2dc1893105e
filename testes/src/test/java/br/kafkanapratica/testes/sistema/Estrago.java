package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.lab.Processo;
import br.kafkanapratica.lab.Programa;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * O tratamento que denuncia cada armadilha, e as provas do estrago, tiradas dos tópicos por quem não sabe que programa os escreveu. O
 * programa certo passa pelo mesmo.
 */
enum Estrago {
    ESTOQUE_NO_MAXIMO_UMA_VEZ("estoque-service", Anomalia.PERDIDO.nome()) {
        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            return morteNoMeio(sala, programa, acaso);
        }
    },
    ESTOQUE_AO_MENOS_UMA_VEZ("estoque-service", Anomalia.DUPLICADO.nome()) {
        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            return morteNoMeio(sala, programa, acaso);
        }
    },
    /** Chega uma segunda instância, e há trabalho para as duas. A segunda também pode cair, no rebalance que a morte da primeira causa. */
    ESTOQUE_ID_FIXO("estoque-service", "derrubada") {
        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            var estoque = estoque(sala, programa, "50ms");
            var instancias = new ArrayList<>(List.of(sala.inicia(estoque)));
            int primeiros = sala.envia(1 + acaso.nextInt(5)).size();
            sala.esperaResultados(EtapaDoPipeline.ESTOQUE, primeiros);
            instancias.add(sala.inicia(estoque));
            sala.esperaInstancias(EtapaDoPipeline.ESTOQUE, 2);
            sala.envia(20 + acaso.nextInt(20));
            SalaDeEnsaio.ate(
                    "tudo lido, ou ninguém para ler",
                    () -> instancias.stream().noneMatch(Processo::vivo) || sala.fez(EtapaDoPipeline.ESTOQUE));
            var provas = new ArrayList<>(achados(sala));
            instancias.stream()
                    .filter(instancia -> !instancia.vivo())
                    .map(morta -> "derrubada: uma das duas instâncias terminou: "
                            + morta.linhas().get(morta.linhas().size() - 1))
                    .forEach(provas::add);
            return provas;
        }
    },
    /** Um registro ilegível no meio de uma partição: o que vem atrás dele sai, ou não. */
    ESTOQUE_SEM_DLT("estoque-service", Anomalia.PARADO.nome()) {
        private static final List<String> ILEGIVEIS =
                List.of("isto não é JSON", "{}", "{\"id_pedido\":", "null", "[]", "{\"quantidade\":0}");

        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            int particao = acaso.nextInt(Topico.PARTICOES);
            var outros = sala.envia(6);
            sala.envia(particao, UUID.randomUUID().toString(), ILEGIVEIS.get(acaso.nextInt(ILEGIVEIS.size())));
            var atras = sala.envia(particao, 1 + acaso.nextInt(5));
            outros.addAll(sala.envia((particao + 1) % Topico.PARTICOES, 3));
            sala.inicia(estoque(sala, programa, "20ms"));
            SalaDeEnsaio.ate("os das outras partições", () -> aprovados(sala).containsAll(outros));
            return demora(() -> aprovados(sala).containsAll(atras))
                    ? List.of("%s: %s espera(m) atrás de um registro ilegível na partição %d"
                            .formatted(Anomalia.PARADO.nome(), atras, particao))
                    : achados(sala);
        }
    },
    /** Muitos pedidos de uma vez. */
    ESTOQUE_DEMORADO("estoque-service", Anomalia.DUPLICADO.nome()) {
        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            sala.envia(60 + acaso.nextInt(10));
            sala.inicia(estoque(sala, programa, "120ms"));
            SalaDeEnsaio.ate(
                    "um repetido, ou tudo lido",
                    () -> repetiu(sala)
                            || sala.leuTudo(EtapaDoPipeline.ESTOQUE) && sala.quieto(EtapaDoPipeline.ESTOQUE));
            return achados(sala);
        }

        private boolean repetiu(SalaDeEnsaio sala) {
            var ids = sala.ids(Topico.PEDIDOS_APROVADOS);
            return new HashSet<>(ids).size() < ids.size();
        }
    },
    /** Quem vem antes desfaz um pedido em cada três, e o refaz. */
    PAGAMENTO_LE_TUDO("pagamento-service", Anomalia.DUPLICADO.nome()) {
        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            sala.inicia(estoque(sala, "estoque-que-desfaz", "100ms"));
            sala.inicia(sala.programa(programa).comAmbiente("PAGAMENTO_TEMPOPROCESSAMENTO", "20ms"));
            var ids = sala.envia(6 + acaso.nextInt(6));
            SalaDeEnsaio.ate(
                    "todos concluídos",
                    () -> sala.ids(Topico.PEDIDOS_CONCLUIDOS).containsAll(ids)
                            && sala.quieto(EtapaDoPipeline.PAGAMENTO));
            return achados(sala);
        }
    },
    /** Morta logo depois de um aviso: o aviso não se desfaz. O que a certa repete sai marcado, e não é estrago. */
    NOTIFICACAO_AUTO_COMMIT("notificacao-service", "avisado de novo") {
        private static final Pattern AVISO = Pattern.compile("\\[NOTIFICACAO] Pedido (\\S+) de .* concluído: .*");

        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            var ids = sala.conclui(3 + acaso.nextInt(5));
            var notificacao = sala.programa(programa);
            var primeira = sala.iniciaEMataNaLinha(notificacao, AVISO.asPredicate());
            var segunda = sala.inicia(notificacao);
            SalaDeEnsaio.ate(
                    "todos avisados, e gravados",
                    () -> Stream.of(primeira, segunda)
                                    .flatMap(processo -> avisados(processo).stream())
                                    .collect(Collectors.toSet())
                                    .containsAll(ids)
                            && sala.leuTudo(EtapaDoPipeline.NOTIFICACAO));
            return avisados(segunda).stream()
                    .filter(avisados(primeira)::contains)
                    .map(id -> "avisado de novo: o cliente do pedido " + id)
                    .toList();
        }

        /** Os sem a marca de reenvio. */
        private List<String> avisados(Processo processo) {
            return processo.linhas().stream()
                    .filter(linha -> !linha.contains("(reenvio)"))
                    .map(AVISO::matcher)
                    .filter(Matcher::find)
                    .map(aviso -> aviso.group(1))
                    .toList();
        }
    },
    /** Só se enviam pedidos: em que partições ficam. */
    PEDIDOS_POR_CLIENTE("pedidos-producer", "desigual") {
        private static final int PEDIDOS = 40;

        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            var producer = sala.programa(programa).comArgumentos("--quantidade", Integer.toString(PEDIDOS));
            sala.executa(ehArmadilha(programa) ? comSemente(producer, acaso) : producer);
            return sala.kafka().log(Topico.Nome.NOVOS_PEDIDOS).stream()
                    .collect(Collectors.groupingBy(ConsumerRecord::partition, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .filter(particao -> particao.getValue() > PEDIDOS * 2 / 3)
                    .map(particao ->
                            "desigual: a partição %d tem %d dos %d pedidos, e quem lê as outras fica sem trabalho"
                                    .formatted(particao.getKey(), particao.getValue(), PEDIDOS))
                    .toList();
        }
    },
    SALDO_ATE_O_VAZIO("saldo-service", Anomalia.PRONTO_SEM_ESTAR.nome()) {
        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            int clientes = 200 + acaso.nextInt(400);
            sala.escreveContas(clientes, acaso);
            return faltam(sala.servico(sala.programa(programa)), clientes);
        }
    },
    /** Reiniciado por bem, com o que já tinha todos os saldos. */
    SALDO_COM_GRUPO("saldo-service", Anomalia.PRONTO_SEM_ESTAR.nome()) {
        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            int clientes = 200 + acaso.nextInt(400);
            sala.escreveContas(clientes, acaso);
            var antes = sala.servico(sala.programa(programa));
            if (!faltam(antes, clientes).isEmpty()) {
                throw new IllegalStateException("na primeira vez %s tem todos".formatted(programa));
            }
            antes.processo().para(Duration.ofSeconds(10));
            return faltam(sala.servico(sala.programa(programa)), clientes);
        }
    },
    SALDO_EM_FLOAT("saldo-producer", "centavos") {
        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            var producer = sala.programa(programa);
            sala.executa(comSemente(ehArmadilha(programa) ? producer : producer.comArgumentos("--gerar", "12"), acaso));
            return sala.kafka().log(Topico.Nome.CONTAS).stream()
                    .map(registro -> RegistroDeContas.le(registro.key(), registro.value()))
                    .map(RegistroDeContas.Valido.class::cast)
                    .filter(valido -> valido.saldo().saldo().scale() > 2)
                    .map(valido -> "centavos: " + valido.saldo())
                    .toList();
        }
    },
    SALDO_DUAS_PARTICOES("saldo-producer", "dois últimos") {
        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            var producer = sala.programa(programa);
            for (int vez = 0; vez < 2; vez++) {
                sala.executa(
                        comSemente(ehArmadilha(programa) ? producer : producer.comArgumentos("--gerar", "5"), acaso));
            }
            var onde = new HashMap<String, Set<Integer>>();
            sala.kafka()
                    .log(Topico.Nome.CONTAS)
                    .forEach(registro -> onde.computeIfAbsent(Pipeline.chave(registro), novo -> new HashSet<>())
                            .add(registro.partition()));
            return onde.entrySet().stream()
                    .filter(cliente -> cliente.getValue().size() > 1)
                    .map(cliente -> "dois últimos: o cliente %s tem um em cada uma das partições %s"
                            .formatted(cliente.getKey(), cliente.getValue()))
                    .toList();
        }
    },
    /** O tópico certo passa o mesmo tempo ao lado do errado. */
    CONTAS_DELETE("contas", "apagado") {
        @Override
        List<String> provas(SalaDeEnsaio sala, String programa, Random acaso) {
            int clientes = 20 + acaso.nextInt(50);
            sala.escreveContas(clientes, acaso);
            sala.executa(sala.programa("contas-delete").comArgumentos("--retencao", acaso.nextInt(500, 2000) + "ms"));
            var topico = ehArmadilha(programa) ? "contas-delete" : Topico.Nome.CONTAS;
            var restam = sala.kafka().log(topico).stream().map(Pipeline::chave).collect(Collectors.toSet());
            return restam.size() == clientes
                    ? List.of()
                    : List.of("apagado: %s tem %d dos %d saldos".formatted(topico, restam.size(), clientes));
        }
    };

    private final String certo;
    private final String sinal;

    /** @param sinal como começam as provas do estrago desta armadilha; do programa certo não há prova nenhuma, de nada */
    Estrago(String certo, String sinal) {
        this.certo = certo;
        this.sinal = sinal;
    }

    /** @param programa {@link #armadilha()} ou {@link #certo()} */
    abstract List<String> provas(SalaDeEnsaio sala, String programa, Random acaso);

    String armadilha() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String certo() {
        return certo;
    }

    boolean esperado(List<String> provas) {
        return provas.stream().anyMatch(prova -> prova.startsWith(sinal + ":"));
    }

    boolean ehArmadilha(String programa) {
        return programa.equals(armadilha());
    }

    static List<String> morteNoMeio(SalaDeEnsaio sala, String programa, Random acaso) {
        sala.envia(30);
        var estoque = estoque(sala, programa, "100ms");
        var primeira = sala.inicia(estoque);
        sala.esperaResultados(EtapaDoPipeline.ESTOQUE, 1 + acaso.nextInt(5));
        primeira.mata();
        sala.inicia(estoque);
        sala.esperaFim(EtapaDoPipeline.ESTOQUE);
        return achados(sala);
    }

    static Programa estoque(SalaDeEnsaio sala, String programa, String tempo) {
        return sala.programa(programa).comAmbiente("ESTOQUE_TEMPOPROCESSAMENTO", tempo);
    }

    static Programa comSemente(Programa programa, Random acaso) {
        return programa.comArgumentos("--semente", Integer.toString(acaso.nextInt(1_000_000)));
    }

    static List<String> achados(SalaDeEnsaio sala) {
        return sala.julga().achados().stream().map(Achado::toString).toList();
    }

    static List<String> aprovados(SalaDeEnsaio sala) {
        return sala.ids(Topico.PEDIDOS_APROVADOS);
    }

    /** Mais do que um programa que anda levaria. */
    static boolean demora(Callable<Boolean> condicao) {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(condicao);
            return false;
        } catch (ConditionTimeoutException e) {
            return true;
        }
    }

    static List<String> faltam(ServicoEmJar servico, int clientes) {
        int total = servico.json("/saldos").path("total").asInt();
        return total == clientes
                ? List.of()
                : List.of("%s: tem %d dos %d saldos".formatted(Anomalia.PRONTO_SEM_ESTAR.nome(), total, clientes));
    }
}
