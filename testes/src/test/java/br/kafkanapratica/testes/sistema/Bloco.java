package br.kafkanapratica.testes.sistema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Um bloco de terminal de um documento: os comandos, cada um com o que se diz que ele mostra. Num comentário antes dele, {@code <!--
 * não se executa: motivo -->}, {@code <!-- no laboratório -->} (o que ele escreve, e não um comando), {@code <!-- fica no ar -->} (o primeiro
 * comando, que não acaba), {@code <!-- nele -->} (o que esse escreve depois) ou {@code <!-- digite: a | b -->}.
 *
 * @param diretiva a do comentário; nula se não há
 */
record Bloco(int linha, @Nullable String diretiva, List<Comando> comandos) {

    private static final Pattern CERCA = Pattern.compile("\\s*```(console|bash|sh)");
    private static final Pattern DIRETIVA = Pattern.compile("\\s*<!-- (.*) -->");
    private static final String RETICENCIAS = "…";

    /** O que muda a cada vez: horas, ids, números de processo, quanto demorou. */
    private static final List<Pattern> MUDA = List.of(
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|[+-]\\d\\d:\\d\\d)"),
            Pattern.compile("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?"),
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\b[0-9a-f]{32}\\b"),
            Pattern.compile("(?<=PID )\\d+|(?<=CreateTime: )\\d+|(?<=TopicId: )\\S+"),
            Pattern.compile("\\d+(,\\d+)?(?= (s|ms|registros/s)\\b)|\\d+(?=/s\\))"));

    /** O que só se diz enquanto se espera por uma máquina lenta: pelo Kafka, e quanto já foi de um envio ou de uma reconstrução. */
    private static final Pattern SO_SE_LENTA = Pattern.compile(
            "(?m)^(Esperando pelo Kafka em .*|Confirmadas: \\d+%|([\\w-]+ +\\| )?\\S+ INFO +Reconstruindo: .*)\n");

    /**
     * @param texto como se digita; vazio se o bloco só tem o que se vê
     * @param saida as linhas que se diz que aparecem
     */
    record Comando(String texto, List<String> saida) {

        /** Se se pode repetir sem que nada mude: com o curl, os documentos só leem. */
        boolean consulta() {
            return texto.startsWith("curl ");
        }

        /** O que falta, ou sobra, para que uma saída seja a do documento; vazio se é. */
        String difere(String vista) {
            return regra().matcher(comFim(mascara(vista))).matches()
                    ? ""
                    : "esperava:%n%s%nveio:%n%s".formatted(String.join("\n", saida), vista);
        }

        /** Então só o código de saída diz se deu certo. */
        boolean mostraQualquerCoisa() {
            return saida.equals(List.of(RETICENCIAS));
        }

        /** A primeira linha que não aparece, depois das anteriores e no meio de outras; vazio se aparecem todas as que têm de aparecer. */
        String faltaEm(List<String> vistas) {
            var resto = vistas.iterator();
            for (var linha : saida) {
                var regra = Pattern.compile(expressao(mascara(linha)));
                boolean apareceu = linha.equals(RETICENCIAS) || mascara(linha).isEmpty();
                while (!apareceu && resto.hasNext()) {
                    apareceu = regra.matcher(mascara(resto.next())).matches();
                }
                if (!apareceu) {
                    return linha;
                }
            }
            return "";
        }

        private Pattern regra() {
            return Pattern.compile(saida.stream()
                    .dropWhile(String::isBlank)
                    .map(linha -> linha.equals(RETICENCIAS) ? "(?:.*\n)*?" : expressao(mascara(linha)) + "\n")
                    .collect(Collectors.joining()));
        }

        private static String comFim(String texto) {
            return texto.isEmpty() ? "" : texto + "\n";
        }

        private static String expressao(String linha) {
            return Arrays.stream(linha.split(RETICENCIAS, -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*"));
        }

        /** Sem o que muda, o nome do programa que o laboratório põe na frente, e os espaços que alinham. */
        private static String mascara(String texto) {
            var resto = SO_SE_LENTA.matcher(texto.strip() + "\n").replaceAll("").strip();
            for (var muda : MUDA) {
                resto = muda.matcher(resto).replaceAll("⌚");
            }
            return resto.replaceAll("(?m)^[\\w-]+ +\\| ", "")
                    .replaceAll("[ \t]+", " ")
                    .replaceAll(" ?\n ?", "\n")
                    .strip();
        }
    }

    boolean naoSeExecuta() {
        return diretiva != null && diretiva.startsWith("não se executa: ");
    }

    boolean doLaboratorio() {
        return "no laboratório".equals(diretiva);
    }

    boolean ficaNoAr() {
        return "fica no ar".equals(diretiva);
    }

    boolean doQueFicouNoAr() {
        return "nele".equals(diretiva);
    }

    /** O que se digita depois de começado. */
    String[] entrada() {
        return diretiva != null && diretiva.startsWith("digite: ")
                ? diretiva.substring("digite: ".length()).split(" \\| ")
                : new String[0];
    }

    static List<Bloco> de(Documento documento) {
        var blocos = new ArrayList<Bloco>();
        @Nullable String diretiva = null;
        for (int i = 0; i < documento.linhas().size(); i++) {
            var linha = documento.linhas().get(i);
            var comentario = DIRETIVA.matcher(linha);
            var cerca = CERCA.matcher(linha);
            if (comentario.matches()) {
                diretiva = comentario.group(1);
            } else if (cerca.matches()) {
                int fim = i + 1;
                while (!documento.linhas().get(fim).strip().equals("```")) {
                    fim++;
                }
                int recuo = linha.indexOf('`');
                var corpo = documento.linhas().subList(i + 1, fim).stream()
                        .map(dentro -> dentro.substring(Math.min(recuo, dentro.length())))
                        .toList();
                blocos.add(new Bloco(
                        i + 1, diretiva, cerca.group(1).equals("console") ? comSaida(corpo) : semSaida(corpo)));
                diretiva = null;
                i = fim;
            } else if (!linha.isBlank()) {
                diretiva = null;
            }
        }
        return blocos;
    }

    private static List<Comando> semSaida(List<String> corpo) {
        return List.of(new Comando(String.join("\n", corpo), List.of(RETICENCIAS)));
    }

    private static List<Comando> comSaida(List<String> corpo) {
        var comandos = new ArrayList<Comando>();
        var texto = new StringBuilder();
        var saida = new ArrayList<String>();
        boolean continua = false;
        for (var linha : corpo) {
            if (linha.startsWith("$ ") || continua) {
                if (!continua && (!texto.isEmpty() || !saida.isEmpty())) {
                    comandos.add(new Comando(texto.toString(), List.copyOf(saida)));
                    texto.setLength(0);
                    saida.clear();
                }
                texto.append(continua ? linha : linha.substring(2)).append('\n');
                continua = linha.matches(".*(\\\\|\\|)\\s*");
            } else {
                saida.add(linha);
            }
        }
        comandos.add(new Comando(texto.toString(), List.copyOf(saida)));
        return comandos;
    }
}
