package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * O que um lote escreve, e o que se faz quando a transação dele não se confirma.
 *
 * <p>Se o broker recusou um envio por causa do registro, o registro fica <em>condenado</em>: o lote é refeito na hora, e ele vai à
 * DLT, inteiro ou, se nem lá cabe, reduzido. Cada registro custa no máximo uma volta a mais em cada tópico. Se o defeito é do
 * destino, diz-se uma vez o que fazer, e tenta-se de novo cada vez mais devagar.
 *
 * <p>Cada lote é de uma thread, a do consumidor; a classe pode ser usada por várias.
 */
final class Escrita {

    private static final Logger log = LoggerFactory.getLogger(Escrita.class);

    /** {@code max.message.bytes} de fábrica. */
    static final int MAIOR_DE_FABRICA = 1_048_588;

    /** O resultado menor que isto cabe em todo tópico como devia ser: se não coube, a culpa é do tópico. */
    private static final int CABE_SEMPRE = MAIOR_DE_FABRICA - 16 * 1024;

    /** O que saiu de uma {@link Entrega}: não é o Kafka que falhou. */
    static final class EntregaFalhou extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EntregaFalhou(Throwable causa) {
            super(causa);
        }
    }

    /** @param inteiro se na DLT ainda se tenta o registro inteiro; se não, {@code porQue} */
    private record Condenacao(Rejeicao rejeicao, boolean inteiro, String porQue) {}

    /**
     * @param rejeicao nula se o que se recusou foi um resultado
     * @param tamanho do resultado, em bytes sem comprimir
     */
    private record Recusa(
            ConsumerRecord<byte[], byte[]> registro,
            String topico,
            @Nullable Rejeicao rejeicao,
            int tamanho,
            boolean inteiro,
            Exception causa) {}

    /** O que uma thread fez desde o último commit. */
    private static final class Lote {
        private List<ConsumerRecord<byte[], byte[]>> lidos = List.of();
        private final List<Lugar> rejeitados = new ArrayList<>();
        private final List<String> linhas = new ArrayList<>();
        private final Queue<Recusa> recusas = new ConcurrentLinkedQueue<>(); // quem recusa é a thread do produtor
        private int porConfirmar; // quantos dos lidos
        private boolean devolvido; // em parte, ao container
        private boolean comOffsets; // na transação
        private int particoesDaDlt; // 0: ainda não se sabe
        private long desde; // do primeiro envio, que é o que abre a transação no broker; 0 se nenhum

        private long msDesdeOPrimeiroEnvio() {
            return desde == 0 ? 0 : (System.nanoTime() - desde) / 1_000_000;
        }

        private boolean semOffsets() {
            return porConfirmar > 0 && !comOffsets;
        }

        private void envia() {
            if (desde == 0) {
                desde = System.nanoTime();
            }
        }
    }

    private final String rotulo;
    private final String dlt;
    private final KafkaOperations<byte[], byte[]> kafka;
    private final RegistroDaDlt registroDaDlt;
    private final Diagnostico diagnostico;
    private final Impedimentos impedimentos;
    private final Pendencias pendencias;
    private final Cuidado cuidado;
    private final Map<Lugar, Condenacao> condenados = new ConcurrentHashMap<>();

    private final ThreadLocal<Lote> emCurso = ThreadLocal.withInitial(Lote::new);

    Escrita(
            String rotulo,
            String programa,
            String dlt,
            KafkaOperations<byte[], byte[]> kafka,
            Diagnostico diagnostico,
            Impedimentos impedimentos,
            Recuo recuo,
            Cuidado cuidado) {
        this.rotulo = rotulo;
        this.dlt = dlt;
        this.kafka = kafka;
        this.registroDaDlt = new RegistroDaDlt(programa, dlt);
        this.diagnostico = diagnostico;
        this.impedimentos = impedimentos;
        this.pendencias = new Pendencias(impedimentos, recuo, System::nanoTime);
        this.cuidado = cuidado;
    }

    void comeca(List<ConsumerRecord<byte[], byte[]>> lidos) {
        var lote = new Lote();
        lote.lidos = lidos;
        emCurso.set(lote);
    }

    /** Por que este registro tem de ir à DLT, se o broker já recusou o que dele se escreveu. */
    @Nullable
    Rejeicao condenacao(ConsumerRecord<byte[], byte[]> registro) {
        if (condenados.isEmpty()) { // quase sempre
            return null;
        }
        var condenacao = condenados.get(Lugar.de(registro));
        return condenacao == null ? null : condenacao.rejeicao();
    }

    /** Chamada logo antes do envio de um resultado. Devolve o que fazer se ele falha. */
    Callback doResultado(ConsumerRecord<byte[], byte[]> registro, String topico, int tamanho) {
        var lote = emCurso.get();
        lote.envia();
        return (escrito, erro) -> {
            if (erro != null) {
                lote.recusas.add(new Recusa(registro, topico, null, tamanho, true, erro));
            }
        };
    }

    /** Sem nada enviar: uma DLT que não se acha é notada antes de qualquer entrega. */
    void achaDlt(ConsumerRecord<byte[], byte[]> registro, Rejeicao rejeicao) {
        var lote = emCurso.get();
        try {
            kafka.execute(produtor ->
                    lote.particoesDaDlt = produtor.partitionsFor(dlt).size());
        } catch (RuntimeException e) {
            lote.recusas.add(new Recusa(registro, dlt, rejeicao, 0, true, e));
            throw e;
        }
    }

    /** Na mesma transação do resto do lote: o registro chega à DLT uma vez só. */
    void rejeita(ConsumerRecord<byte[], byte[]> registro, Rejeicao rejeicao) {
        var lote = emCurso.get();
        if (lote.particoesDaDlt == 0) {
            achaDlt(registro, rejeicao);
        }
        var lugar = Lugar.de(registro);
        var condenacao = condenados.get(lugar);
        boolean inteiro = RegistroDaDlt.cabeInteiro(registro) && (condenacao == null || condenacao.inteiro());
        var porQue = condenacao == null || condenacao.inteiro()
                ? "o registro tem mais de %d bytes".formatted(RegistroDaDlt.MAIOR_INTEIRO)
                : condenacao.porQue();
        kafka.execute(produtor -> {
            var saida = inteiro
                    ? registroDaDlt.inteiro(registro, rejeicao, lote.particoesDaDlt)
                    : registroDaDlt.reduzido(registro, rejeicao, porQue, lote.particoesDaDlt);
            lote.envia();
            return produtor.send(saida, (escrito, erro) -> { // se falhar, o commit falha
                if (erro != null) {
                    lote.recusas.add(new Recusa(registro, dlt, rejeicao, 0, inteiro, erro));
                }
            });
        });
        lote.rejeitados.add(lugar);
        lote.linhas.add("[%s] %s. Vai para %s%s (partição %d, offset %d) e a fila anda."
                .formatted(
                        rotulo,
                        rejeicao.linha(),
                        dlt,
                        inteiro ? "" : " sem o valor, que lá não cabe",
                        registro.partition(),
                        registro.offset()));
    }

    /** O lote acabou de ser escrito; só o {@code poll()} seguinte prova que a transação se confirmou. */
    void espera(int escritos) {
        emCurso.get().porConfirmar = escritos;
    }

    /** Parte do lote vai ser devolvida ao container. */
    void devolve() {
        emCurso.get().devolvido = true;
    }

    /** Chamada na thread do consumidor antes de cada {@code poll()}. */
    void confirmou() {
        var lote = emCurso.get();
        if (lote.porConfirmar > 0) {
            pendencias.passaram(lote.lidos.subList(0, lote.porConfirmar));
            lote.porConfirmar = 0;
            lote.linhas.forEach(log::warn); // só agora é verdade
            lote.linhas.clear();
            lote.rejeitados.forEach(condenados::remove);
            lote.lidos = List.of();
        }
    }

    /** O lote desta thread já é de outra, que o refaz ou já o fez: dele não há nada a dizer. */
    void larga() {
        emCurso.remove();
    }

    Pendencias pendencias() {
        return pendencias;
    }

    /** Um {@link Error} no meio do lote: sai como exceção, para que a transação se desfaça e o listener recomece. */
    RuntimeException erroDaJvm(Error erro) {
        cuidado.liga();
        impedimentos.poe(Assunto.LEITURA, diagnostico.daLeitura(erro));
        return new KafkaException("erro da JVM no meio de um lote", erro);
    }

    /**
     * Depois de desfeita a transação, na thread do consumidor. Devolve se o lote pode ser refeito já, do mesmo consumidor: um
     * envio recusado impede o commit, e então é certo que nada dele foi feito. Se parte do lote foi devolvida, não: o container
     * ainda guarda o pedido, e o lote seguinte se escreveria sem os offsets.
     */
    boolean refaz(Collection<? extends ConsumerRecord<?, ?>> lidos, Consumer<?, ?> consumidor, Throwable causa) {
        var lote = emCurso.get();
        lote.porConfirmar = 0;
        var comecos = comecos(lidos);
        // O produtor dá aos que esperavam na fila a mesma exceção do que foi recusado antes deles.
        Set<Exception> vistas = Collections.newSetFromMap(new IdentityHashMap<>());
        var recusas = lote.recusas.stream()
                .filter(recusa -> !porTabela(recusa) && vistas.add(recusa.causa()))
                .toList();
        lote.recusas.clear(); // a próxima transação pode nem chegar a ter um lote
        for (var recusa : recusas) {
            if (!condena(recusa)) {
                pendencias.prende(Lugar.de(recusa.registro()), diagnostico.daEscrita(recusa.topico(), recusa.causa()));
                return false;
            }
        }
        if (recusas.isEmpty()) {
            semConfirmar(lote, comecos, causa);
            return false;
        }
        if (lote.devolvido || !consumidor.assignment().containsAll(comecos.keySet())) {
            return false;
        }
        comecos.forEach((particao, offset) -> consumidor.seek(particao, offset));
        return true;
    }

    /** O broker encerrou a transação: o container para sem passar por {@link #refaz}. Na thread do consumidor. */
    void cercada() {
        var lote = emCurso.get();
        lote.porConfirmar = 0;
        semConfirmar(lote, comecos(lote.lidos), new ProducerFencedException("cercada"));
    }

    private void semConfirmar(Lote lote, Map<TopicPartition, Long> comecos, Throwable causa) {
        var raiz = Diagnostico.raiz(causa);
        var entrega = Diagnostico.acha(causa, EntregaFalhou.class);
        if (entrega != null) {
            pendencias.falha(comecos, diagnostico.daEntrega(Objects.requireNonNullElse(entrega.getCause(), entrega)));
        } else if (Diagnostico.cerca(raiz)) {
            pendencias.falha(comecos, diagnostico.daCerca(lote.msDesdeOPrimeiroEnvio()));
        } else if (!(raiz instanceof Error)) { // esse já foi dito
            pendencias.falha(comecos, diagnostico.daEscrita("", raiz));
        }
    }

    private static Map<TopicPartition, Long> comecos(Collection<? extends ConsumerRecord<?, ?>> lidos) {
        var comecos = new HashMap<TopicPartition, Long>();
        lidos.forEach(registro -> {
            var lugar = Lugar.de(registro);
            comecos.merge(lugar.particao(), lugar.offset(), Math::min);
        });
        return comecos;
    }

    private boolean condena(Recusa recusa) {
        return recusa.rejeicao() == null ? condenaPeloResultado(recusa) : condenaAReduzido(recusa, recusa.rejeicao());
    }

    private boolean condenaAReduzido(Recusa recusa, Rejeicao rejeicao) {
        if (!porTamanho(recusa.causa())) { // a culpa é da DLT
            return false;
        }
        condenados.put(
                Lugar.de(recusa.registro()),
                new Condenacao(rejeicao, false, "%s o recusou: é grande demais".formatted(recusa.topico())));
        return recusa.inteiro();
    }

    private boolean condenaPeloResultado(Recusa recusa) {
        var porQue = culpaDoRegistro(recusa);
        if (porQue == null) {
            return false;
        }
        var causa = "%s recusou o resultado: %s".formatted(recusa.topico(), porQue);
        condenados.put(Lugar.de(recusa.registro()), new Condenacao(Rejeicao.semConserto(causa), true, ""));
        return true;
    }

    /** Nulo se a culpa é do tópico, e não do que se escreve nele. */
    private static @Nullable String culpaDoRegistro(Recusa recusa) {
        if (Diagnostico.semChave(recusa.causa())) {
            return "o destino é compactado e o registro não tem chave";
        }
        return porTamanho(recusa.causa()) && recusa.tamanho() >= CABE_SEMPRE ? "é grande demais" : null;
    }

    /** Recusado só porque outro da mesma transação já tinha sido, ou porque ela já não havia: a causa não é dele. */
    private static boolean porTabela(Recusa recusa) {
        var erro = recusa.causa();
        return erro instanceof TransactionAbortedException
                || erro.getClass() == KafkaException.class
                || Diagnostico.cerca(erro)
                || Diagnostico.semChave(erro) && recusa.registro().key() != null; // com o texto do que não a tem
    }

    private static boolean porTamanho(Throwable erro) {
        return erro instanceof RecordTooLargeException || erro instanceof RecordBatchTooLargeException;
    }

    /** Com a época do líder de cada registro, quem voltar a ler dali nota se o log perdeu o fim entretanto. */
    Map<TopicPartition, OffsetAndMetadata> comEpocas(Map<TopicPartition, OffsetAndMetadata> offsets) {
        var lidos = emCurso.get().lidos;
        var comEpoca = new HashMap<>(offsets);
        var faltam = new HashMap<>(offsets);
        for (int i = lidos.size() - 1; i >= 0 && !faltam.isEmpty(); i--) {
            var registro = lidos.get(i);
            var particao = new TopicPartition(registro.topic(), registro.partition());
            var gravado = faltam.get(particao);
            if (gravado != null && gravado.offset() == registro.offset() + 1) {
                comEpoca.put(
                        particao, new OffsetAndMetadata(gravado.offset(), registro.leaderEpoch(), gravado.metadata()));
                faltam.remove(particao);
            }
        }
        return comEpoca;
    }

    /**
     * O produtor da transação, que grava os offsets {@linkplain #comEpocas com a época}: o container não a sabe. E que não confirma um
     * lote sem eles: interrompido na hora de os mandar, o container segue para o commit, e os resultados se repetiriam.
     */
    Producer<byte[], byte[]> comEpocas(Producer<byte[], byte[]> produtor) {
        return Procurador.de(Producer.class, produtor, (metodo, argumentos) -> {
            if (metodo.equals("sendOffsetsToTransaction")) {
                @SuppressWarnings("unchecked")
                var offsets = (Map<TopicPartition, OffsetAndMetadata>) argumentos[0];
                argumentos[0] = comEpocas(offsets);
                emCurso.get().comOffsets = true;
            }
            if (metodo.equals("commitTransaction") && emCurso.get().semOffsets()) {
                throw new KafkaException("a transação não levou os offsets do lote, que volta");
            }
            return Procurador.SEGUE;
        });
    }
}
