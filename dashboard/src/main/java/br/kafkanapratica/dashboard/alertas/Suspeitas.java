package br.kafkanapratica.dashboard.alertas;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.ComandosDaPagina;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** O que se vê de errado no Kafka, com o que se pode fazer. Imutável. */
final class Suspeitas {

    /** Um broker que acaba de subir ainda carrega os grupos. */
    private static final Duration CARREGANDO = Duration.ofSeconds(30);

    private static final DateTimeFormatter HORA = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final ComandosDaPagina comandos;
    private final ZoneId zona;

    Suspeitas(ComandosDaPagina comandos, ZoneId zona) {
        this.comandos = comandos;
        this.zona = zona;
    }

    List<Problema> em(Fotografia foto, Instant agora) {
        var problemas = new ArrayList<Problema>();
        if (!foto.semLider().isEmpty()) {
            problemas.add(Problema.de(
                    "nenhum broker no ar tem %s: ninguém lê nem escreve ali, e o que se vê delas é de antes. Suba o broker que falta, ou conserte o disco dele"
                            .formatted(nomes(foto.semLider()))));
        }
        semResposta(foto, agora).ifPresent(problemas::add);
        for (var etapa : EtapaDoPipeline.values()) {
            var grupo = foto.grupo(etapa.grupo());
            grupo.gravados().forEach((particao, gravado) -> {
                long fim = foto.comAbertas().getOrDefault(particao, Long.MAX_VALUE);
                if (gravado > fim && !foto.semLider().contains(particao)) {
                    problemas.add(Problema.de(
                            "%s gravou o offset %d em %s, que acaba em %d: o fim do log se perdeu (o broker caiu com dados por gravar, ou o tópico foi recriado). O %s segue do fim que há, e não repete nada"
                                    .formatted(etapa.grupo(), gravado, particao, fim, etapa.programa())));
                }
            });
        }
        return problemas;
    }

    /** Os grupos vão e vêm juntos: é uma coisa só que os carrega. */
    private Optional<Problema> semResposta(Fotografia foto, Instant agora) {
        var mudos = Arrays.stream(EtapaDoPipeline.values())
                .map(EtapaDoPipeline::grupo)
                .filter(grupo -> foto.grupo(grupo).semRespostaDesde() != null)
                .toList();
        return mudos.stream()
                .flatMap(grupo -> Stream.ofNullable(foto.grupo(grupo).semRespostaDesde()))
                .min(Comparator.naturalOrder())
                .map(desde -> semResposta(String.join(", ", mudos), desde, agora));
    }

    private Problema semResposta(String grupos, Instant desde, Instant agora) {
        var comando = comandos.recuperarGrupos();
        return Duration.between(desde, agora).compareTo(CARREGANDO) < 0
                ? Problema.de(
                        "o Kafka responde, mas desde as %s o coordenador de %s não; talvez ainda esteja carregando"
                                .formatted(hora(desde), grupos))
                : new Problema(
                        "o Kafka responde, mas desde as %s não consegue carregar o estado de %s. Reinicie o broker%s"
                                .formatted(
                                        hora(desde),
                                        grupos,
                                        comando == null
                                                ? ""
                                                : "; se não bastar, pare-o e rode o comando, que não perde nada"),
                        comando);
    }

    /**
     * @param proximo o primeiro offset que se lê depois do trecho, se já se sabe
     * @param passou se quem lê a fila já passou dali: um registro pode ser grande demais só para o dashboard
     */
    Problema ilegivel(TrechoIlegivel trecho, OptionalLong proximo, boolean passou) {
        var particao = trecho.particao();
        var quemLe = EtapaDoPipeline.queLe(particao.topic());
        var onde = proximo.isEmpty() ? "do offset %d em diante".formatted(trecho.offset()) : offsets(trecho, proximo);
        var espera = quemLe.map(etapa ->
                        (passou ? "o %s já passou dali; " : "o %s também espera ali; ").formatted(etapa.programa()))
                .orElse("");
        var texto = "%s não se lê %s (%s): %sas outras partições seguem e, se o disco for consertado, ela volta sozinha"
                .formatted(particao, onde, causa(trecho), espera);
        if (quemLe.isEmpty() || proximo.isEmpty() || passou) {
            return Problema.de(texto);
        }
        long quantos = proximo.getAsLong() - trecho.offset();
        return new Problema(
                texto
                        + ". Para pular %s: pare todas as instâncias do %s, rode o comando e inicie-as de novo"
                                .formatted(
                                        quantos == 1
                                                ? "esse offset, e perdê-lo"
                                                : "esses %d offsets, e perdê-los".formatted(quantos),
                                        quemLe.get().programa()),
                comandos.ferramenta("consumer-groups --reset-offsets --group %s --topic %s:%d --to-offset %d --execute"
                        .formatted(quemLe.get().grupo(), particao.topic(), particao.partition(), proximo.getAsLong())));
    }

    Problema transacaoAberta(TopicPartition particao, long offset) {
        return new Problema(
                "há uma transação aberta em %s, que começa no offset %d: o que foi escrito ali depois dela só será lido quando ela acabar. Se quem a abriu morreu, encerre-a"
                        .formatted(particao, offset),
                comandos.ferramenta("transactions abort --topic %s --partition %d --start-offset %d"
                        .formatted(particao.topic(), particao.partition(), offset)));
    }

    /**
     * @param dosTopicos o que há de errado nos tópicos em que esta etapa escreve: é o que o Kafka deixa ver; o resto, só ela sabe
     */
    Problema parada(EtapaDoPipeline etapa, Parada parada, Map<String, List<Problema>> dosTopicos) {
        var texto = "o %s %s desde as %s não faz nada do que espera por ele"
                .formatted(
                        etapa.programa(),
                        parada.entraESai() ? "entra e sai do grupo, e" : "está no grupo, mas",
                        hora(parada.desde()));
        @Nullable
        Problema causa = etapa.resultados().stream()
                .map(Topico::nome)
                .flatMap(topico -> dosTopicos.getOrDefault(topico, List.of()).stream()
                        .filter(Problema::impedeEscrever)
                        .map(problema -> new Problema("%s %s".formatted(topico, problema.texto()), problema.comando())))
                .findFirst()
                .orElse(null);
        var noLog = "O motivo está no log dele, depois de [%s], e na readiness".formatted(etapa.rotulo());
        return causa == null
                ? Problema.de("%s. %s".formatted(texto, noLog))
                : new Problema("%s. Talvez porque %s. %s".formatted(texto, causa.texto(), noLog), causa.comando());
    }

    private static String offsets(TrechoIlegivel trecho, OptionalLong proximo) {
        long ultimo = proximo.orElseThrow() - 1;
        return ultimo == trecho.offset()
                ? "no offset %d".formatted(ultimo)
                : "nos offsets %d a %d".formatted(trecho.offset(), ultimo);
    }

    private static String causa(TrechoIlegivel trecho) {
        var minuscula = trecho.causa().toLowerCase(Locale.ROOT);
        return minuscula.contains("corrupt") || minuscula.contains("crc")
                ? "danificado no disco; nas palavras do Kafka: " + trecho.causa()
                : trecho.causa();
    }

    private static String nomes(Iterable<TopicPartition> particoes) {
        var nomes = new TreeSet<String>();
        particoes.forEach(particao -> nomes.add(particao.toString()));
        return Stream.concat(nomes.stream().limit(6), nomes.size() > 6 ? Stream.of("…") : Stream.empty())
                .collect(Collectors.joining(", "));
    }

    private String hora(Instant quando) {
        return HORA.format(quando.atZone(zona));
    }
}
