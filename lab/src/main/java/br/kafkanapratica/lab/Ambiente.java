package br.kafkanapratica.lab;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * O que do ambiente de quem chama chega aos programas: o que qualquer programa precisa do sistema e as configurações que o
 * documento de configuração diz. O resto fica: um {@code SERVER_PORT} ou {@code JAVA_TOOL_OPTIONS} de outro trabalho mudaria todos.
 */
final class Ambiente {

    /** As configurações de cada programa, como docs/referencia/configuracao.md as escreve. */
    static final List<String> CONFIGURACOES = List.of(
            "PARTICOES",
            "REPLICAS",
            "LAB_LENTIDAO",
            "LOGGING_LEVEL_ORG_APACHE_KAFKA",
            "SALDO_TOPICO",
            "SALDO_VERIFICACAO",
            "SALDO_ESPERAMAXIMA",
            "SALDO_SEMSINALDEVIDA",
            "SALDO_PULAR",
            "SALDO_ARMAZEM",
            "SALDO_COPIALOCAL",
            "SALDO_COPIAINTERVALO",
            "ESTOQUE_TEMPOPROCESSAMENTO",
            "PAGAMENTO_TEMPOPROCESSAMENTO",
            "PAGAMENTO_FALHAS",
            "ETAPA_ATIVA",
            "ETAPA_LOTE",
            "ETAPA_TENTATIVAS",
            "ETAPA_ESPERA",
            "ETAPA_THREADS",
            "ETAPA_TRABALHOMAXIMO",
            "DASHBOARD_SONDAGEM",
            "DASHBOARD_MAXIMODEPEDIDOS",
            "DASHBOARD_PACIENCIA",
            "DASHBOARD_CADERNO",
            "DASHBOARD_HOSTS");

    private static final Set<String> SISTEMA = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "TERM",
            "COLORTERM",
            "NO_COLOR",
            "TMPDIR",
            "TZ",
            "LANG",
            "LANGUAGE",
            "LD_LIBRARY_PATH",
            "JAVA_HOME");

    /** O compose, que {@code create-topics.sh} pode usar, e o locale, que os scripts cuidam que seja UTF-8. */
    private static final List<String> PREFIXOS_DO_SISTEMA = List.of("LC_", "DOCKER_", "COMPOSE_");

    /** Os começos do que mudaria um programa daqui; só destes vale a pena dizer que ficaram. */
    private static final List<String> PREFIXOS_PERIGOSOS = List.of(
            "SPRING_",
            "SERVER_",
            "MANAGEMENT_",
            "LOGGING_",
            "KAFKA_",
            "SALDO_",
            "ESTOQUE_",
            "PAGAMENTO_",
            "ETAPA_",
            "DASHBOARD_",
            "PEDIDOS_");

    private static final Set<String> CANONICAS =
            CONFIGURACOES.stream().map(Ambiente::canonica).collect(Collectors.toUnmodifiableSet());

    private Ambiente() {}

    static boolean passa(String variavel) {
        return SISTEMA.contains(variavel)
                || PREFIXOS_DO_SISTEMA.stream().anyMatch(variavel::startsWith)
                || configura(variavel);
    }

    /** As configurações documentadas que estão neste ambiente. */
    static Map<String, String> configuracoes(Map<String, String> ambiente) {
        var configuracoes = new TreeMap<String, String>();
        ambiente.forEach((variavel, valor) -> {
            if (configura(variavel)) {
                configuracoes.put(variavel, valor);
            }
        });
        return configuracoes;
    }

    /** As que alguém poderia esperar que valessem, e não valem; em ordem. */
    static List<String> ignoradas(Map<String, String> ambiente) {
        return ambiente.keySet().stream()
                .filter(variavel -> !passa(variavel))
                .filter(variavel -> PREFIXOS_PERIGOSOS.stream().anyMatch(variavel::startsWith))
                .sorted()
                .toList();
    }

    private static boolean configura(String variavel) {
        return CANONICAS.contains(canonica(variavel));
    }

    /** Se são a mesma configuração, escrita de dois jeitos. */
    static boolean mesma(String uma, String outra) {
        return canonica(uma).equals(canonica(outra));
    }

    /** O Spring Boot aceita {@code ESTOQUE_TEMPOPROCESSAMENTO} e {@code ESTOQUE_TEMPO_PROCESSAMENTO}. */
    private static String canonica(String variavel) {
        return variavel.replace("_", "").toUpperCase(Locale.ROOT);
    }
}
