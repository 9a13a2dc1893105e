package br.kafkanapratica.estado;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * O que num {@link LogSeguido} é escolha, e não garantia. Imutável; cada {@code com…} devolve outro.
 *
 * @param verificacao de quanto em quanto tempo se confere o tópico (existe? é o mesmo? mudou a política?)
 * @param semSinalDeVida sem uma volta da thread que lê por este tempo, {@link LogSeguido#semVida()} o diz
 * @param pular os trechos que, se não se deixarem ler, se perdem sabendo
 * @param administracao ajustes do cliente de administração, além dos do consumidor
 * @param copia onde guardar uma cópia local do estado; nula se em lugar nenhum
 * @param consumidores faz o consumidor, com exatamente esta configuração
 */
public record AjustesDoLog(
        Duration verificacao,
        Duration semSinalDeVida,
        List<Pulo> pular,
        Map<String, ?> administracao,
        Conselhos conselhos,
        Function<Map<String, Object>, Consumer<byte[], byte[]>> consumidores,
        @Nullable AjustesDaCopia copia) {

    public AjustesDoLog {
        exigeTempo("verificacao", verificacao);
        exigeTempo("semSinalDeVida", semSinalDeVida);
        pular = List.copyOf(pular);
        administracao = Map.copyOf(administracao);
    }

    public static AjustesDoLog padrao() {
        return new AjustesDoLog(
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                List.of(),
                Map.of(),
                Conselhos.padrao(),
                KafkaConsumer::new,
                null);
    }

    public AjustesDoLog comVerificacao(Duration outra) {
        return new AjustesDoLog(outra, semSinalDeVida, pular, administracao, conselhos, consumidores, copia);
    }

    public AjustesDoLog comSemSinalDeVida(Duration outro) {
        return new AjustesDoLog(verificacao, outro, pular, administracao, conselhos, consumidores, copia);
    }

    public AjustesDoLog comPulos(List<Pulo> outros) {
        return new AjustesDoLog(verificacao, semSinalDeVida, outros, administracao, conselhos, consumidores, copia);
    }

    public AjustesDoLog comAdministracao(Map<String, ?> outra) {
        return new AjustesDoLog(verificacao, semSinalDeVida, pular, outra, conselhos, consumidores, copia);
    }

    public AjustesDoLog comConselhos(Conselhos outros) {
        return new AjustesDoLog(verificacao, semSinalDeVida, pular, administracao, outros, consumidores, copia);
    }

    public AjustesDoLog comConsumidores(Function<Map<String, Object>, Consumer<byte[], byte[]>> outros) {
        return new AjustesDoLog(verificacao, semSinalDeVida, pular, administracao, conselhos, outros, copia);
    }

    /** O estado tem de ser {@link Copiavel}. */
    public AjustesDoLog comCopia(@Nullable AjustesDaCopia outra) {
        return new AjustesDoLog(verificacao, semSinalDeVida, pular, administracao, conselhos, consumidores, outra);
    }

    /** As esperas são em milissegundos: menos do que um seria não esperar nunca. */
    static void exigeTempo(String nome, Duration valor) {
        if (valor.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "%s=%s não serve: escreva um tempo de 1 ms ou mais".formatted(nome, valor));
        }
    }
}
