package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Laco.Narrativa;
import br.kafkanapratica.etapa.Laco.Saida;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Por onde se declara uma etapa, que é um bean: {@code etapas.le(topico, grupo, leitura).faz(regra).escreve(outroTopico)}.
 *
 * <p>O que se promete: cada registro lido dá o seu resultado exatamente uma vez, ou vai à DLT, seja qual for o processo que morra.
 * As fábricas de consumidores e produtores são só das etapas; as do programa ficam como estão.
 */
public final class Etapas implements AutoCloseable {

    private final Oficina oficina;
    private final ConsumerFactory<byte[], byte[]> consumidores;
    private final ProducerFactory<byte[], byte[]> produtores;
    private final Set<List<String>> leituras = new HashSet<>();

    Etapas(Oficina oficina) {
        this.oficina = oficina;
        this.consumidores = oficina.clientes().consumidores(oficina.novaInstancia(), consumidor -> consumidor);
        this.produtores = oficina.clientes().produtores(produtor -> produtor);
    }

    /**
     * O começo de uma etapa. A DLT é {@code topico} com {@code etapa.sufixo-dlt} no fim.
     *
     * @throws br.kafkanapratica.leitura.AjusteContrario se um ajuste do programa desfaria o que a etapa promete
     * @throws IllegalArgumentException se outra etapa já lê este tópico com este grupo, ou falta um nome
     */
    public <E> Lida<E> le(String topico, String grupo, Leitura<E> leitura) {
        exige(!topico.isBlank() && !grupo.isBlank(), "a etapa precisa dos nomes de um tópico e de um grupo");
        exige(
                leituras.add(List.of(topico, grupo)),
                "duas etapas com o grupo %s leriam %s: cada uma ficaria com uma parte".formatted(grupo, topico));
        oficina.confereAjustes();
        return new Lida<>(topico, grupo, leitura);
    }

    /** Consumidores com os ajustes das etapas, para ler o que for, fora delas. */
    public ConsumerFactory<byte[], byte[]> consumidores() {
        return consumidores;
    }

    /** Transações com os ajustes das etapas, para o que uma {@link Entrega} grava além do que a etapa grava. */
    public KafkaOperations<byte[], byte[]> kafka() {
        return new KafkaTemplate<>(produtores);
    }

    @Override
    public void close() {
        produtores.reset();
    }

    /** Uma etapa que já sabe o que lê. */
    public final class Lida<E> {

        private final String topico;
        private final String grupo;
        private final Leitura<E> leitura;

        private Lida(String topico, String grupo, Leitura<E> leitura) {
            this.topico = topico;
            this.grupo = grupo;
            this.leitura = leitura;
        }

        /** @param regra o que se decide de cada registro */
        public <S> Decidida<E, S> faz(Regra<E, S> regra) {
            return new Decidida<>(this, regra, new Narrativa<>(null, null));
        }
    }

    /** Uma etapa a que só falta saber o que fazer do resultado. */
    public final class Decidida<E, S> {

        private final Lida<E> lida;
        private final Regra<E, S> regra;
        private final Narrativa<E, S> narrativa;

        private Decidida(Lida<E> lida, Regra<E, S> regra, Narrativa<E, S> narrativa) {
            this.lida = lida;
            this.regra = regra;
            this.narrativa = narrativa;
        }

        /** @param recebi a linha do log antes da regra, a que se acrescentam o rótulo e a partição; num lote grande, só a dos primeiros */
        public Decidida<E, S> narra(Function<E, String> recebi) {
            return new Decidida<>(lida, regra, new Narrativa<>(recebi, null));
        }

        /** @param decidi a linha depois da regra */
        public Decidida<E, S> narra(Function<E, String> recebi, Function<S, String> decidi) {
            return new Decidida<>(lida, regra, new Narrativa<>(recebi, decidi));
        }

        /** Cada resultado vai, em JSON, para {@code destino}, com a chave e o rastro do registro, na transação que grava o offset. */
        public Etapa<E, S> escreve(String destino) {
            return escreve(destino, LeituraJson::bytes);
        }

        /**
         * @param valor do resultado ao valor do registro que se escreve; nulo é um tombstone. O que lança conta como falha da regra
         * @throws IllegalArgumentException se o destino é a própria entrada, ou a DLT dela
         */
        public Etapa<E, S> escreve(String destino, Function<S, byte @Nullable []> valor) {
            exige(!destino.isBlank(), "a etapa precisa do nome de um destino");
            exige(!destino.equals(lida.topico), "a etapa leria o que escreve: " + destino + " é a própria entrada");
            exige(!destino.equals(oficina.dlt(lida.topico)), "o destino não pode ser a DLT da entrada, " + destino);
            return cria(List.of(destino), (kafka, escrita) -> escrita(destino, valor, kafka, escrita), novas -> {});
        }

        /** Cada lote de resultados é entregue fora do Kafka. O exactly-once acaba aqui: é a entrega quem cuida do que se repete. */
        public Etapa<E, S> entrega(Entrega<S> entrega) {
            return cria(List.of(), (kafka, escrita) -> daEntrega(entrega), entrega::recebe);
        }

        private Etapa<E, S> cria(
                List<String> destinos, Etapa.Destino<S> destino, Consumer<Collection<TopicPartition>> aoReceber) {
            return new Etapa<>(
                    oficina,
                    new Etapa.Receita<>(
                            lida.topico, lida.grupo, lida.leitura, regra, narrativa, destinos, destino, aoReceber));
        }
    }

    private static <S> Saida<S> escrita(
            String destino,
            Function<S, byte @Nullable []> valor,
            KafkaOperations<byte[], byte[]> kafka,
            Escrita escrita) {
        // Com o produtor da transação na mão: o KafkaTemplate gastaria com cada registro o que aqui se gasta uma vez.
        return new Saida<>() {
            @Override
            public byte @Nullable [] valor(S resultado) {
                var bytes = valor.apply(resultado);
                return bytes == null ? null : bytes.clone(); // até ao fim do lote, quem os fez pode usá-los para outro
            }

            @Override
            public void escreve(
                    List<ConsumerRecord<byte[], byte[]>> lidos, ConsumerGroupMetadata membro, List<Feito<S>> feitos) {
                kafka.execute(produtor -> {
                    for (var feito : feitos) {
                        var saida =
                                new ProducerRecord<>(destino, feito.registro().key(), feito.valor());
                        feito.rastro().escreve(saida.headers());
                        // Se falhar, o commit falha.
                        var envio =
                                produtor.send(saida, escrita.doResultado(feito.registro(), destino, feito.tamanho()));
                        if (venceuOPrazo(envio)) { // de cada um dos outros se esperaria outro tanto
                            break;
                        }
                    }
                    return feitos.size();
                });
            }
        };
    }

    /** Sem saber do destino (apagado, por exemplo), o produtor espera {@code max.block.ms} por ele a cada envio. */
    private static boolean venceuOPrazo(Future<?> envio) {
        if (!envio.isDone()) {
            return false;
        }
        try {
            envio.get();
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof TimeoutException;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false; // não se sabe se falhou: parar aqui sem que falhe deixaria os outros por escrever
        }
    }

    private static <S> Saida<S> daEntrega(Entrega<S> entrega) {
        return (lidos, membro, feitos) -> {
            try {
                entrega.entrega(new Entrega.Lote<>(membro, inicios(lidos), feitos));
            } catch (OutOfMemoryError e) {
                throw e;
            } catch (RuntimeException | Error e) {
                throw new Escrita.EntregaFalhou(e);
            }
        };
    }

    private static Map<TopicPartition, OffsetAndMetadata> inicios(List<ConsumerRecord<byte[], byte[]>> lidos) {
        var inicios = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var registro : lidos) {
            inicios.computeIfAbsent(
                    new TopicPartition(registro.topic(), registro.partition()),
                    particao -> new OffsetAndMetadata(registro.offset(), registro.leaderEpoch(), ""));
        }
        return inicios;
    }

    private static void exige(boolean condicao, String problema) {
        if (!condicao) {
            throw new IllegalArgumentException(problema);
        }
    }
}
