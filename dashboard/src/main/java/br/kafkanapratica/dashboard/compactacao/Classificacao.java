package br.kafkanapratica.dashboard.compactacao;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.dashboard.compactacao.LogDaParticao.Colunas;
import br.kafkanapratica.juiz.identidade.ChaveCurta;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Diz de cada registro de {@code contas} se vale, com as mesmas regras do saldo-service: só conta o que se confirmou; o último da
 * chave decide, mesmo malformado; entre partições, o mais novo. De cada chave guarda só um resumo. Para uma thread.
 */
final class Classificacao {

    private final Map<Integer, Particao> particoes = new TreeMap<>();
    private final Map<ChaveCurta, Ultimo> ultimos = new HashMap<>();

    /** O último registro da chave numa partição, e o da partição seguinte em que ela aparece. */
    private static final class Ultimo {
        private final int particao;
        private int lugar;
        private long tempo;
        private final @Nullable Ultimo outro;

        private Ultimo(int particao, int lugar, long tempo, @Nullable Ultimo outro) {
            this.particao = particao;
            this.lugar = lugar;
            this.tempo = tempo;
            this.outro = outro;
        }
    }

    private static final class Particao {
        private long[] offsets = new long[256];
        private Estado[] estados = new Estado[256];
        private long[] por = new long[256];
        private int[] onde = new int[256];
        private int quantos;

        private int acrescenta(long offset, Estado estado) {
            if (quantos == offsets.length) {
                int maior = quantos * 2;
                offsets = Arrays.copyOf(offsets, maior);
                estados = Arrays.copyOf(estados, maior);
                por = Arrays.copyOf(por, maior);
                onde = Arrays.copyOf(onde, maior);
            }
            offsets[quantos] = offset;
            estados[quantos] = estado;
            return quantos++;
        }

        private Colunas colunas() {
            return new Colunas(
                    Arrays.copyOf(offsets, quantos),
                    Arrays.copyOf(estados, quantos),
                    Arrays.copyOf(por, quantos),
                    Arrays.copyOf(onde, quantos));
        }
    }

    /** Um registro que todo leitor vê. Os de uma partição chegam na ordem dos offsets. */
    void confirmado(ConsumerRecord<byte[], byte[]> registro) {
        var chave = registro.key();
        var aqui = particao(registro.partition());
        if (chave == null) {
            aqui.acrescenta(registro.offset(), Estado.SEM_CHAVE);
            return;
        }
        int lugar = aqui.acrescenta(registro.offset(), estado(RegistroDeContas.le(chave, registro.value())));
        var resumo = ChaveCurta.de(chave);
        var ultimo = ultimos.get(resumo);
        for (var este = ultimo; este != null; este = este.outro) {
            if (este.particao == registro.partition()) {
                supera(aqui, este.lugar, Estado.SUPERADO, registro.partition(), registro.offset());
                este.lugar = lugar;
                este.tempo = registro.timestamp();
                return;
            }
        }
        ultimos.put(resumo, new Ultimo(registro.partition(), lugar, registro.timestamp(), ultimo));
    }

    /** Chaves distintas, contadas as removidas. */
    int chaves() {
        return ultimos.size();
    }

    /** Entre os últimos de cada partição em que a chave aparece, um só decide. Depois de todos os confirmados. */
    void decide() {
        for (var primeiro : ultimos.values()) {
            var vale = primeiro;
            for (var este = primeiro.outro; este != null; este = este.outro) {
                if (RegistroDeContas.decide(este.tempo, este.particao, vale.tempo, vale.particao)) {
                    vale = este;
                }
            }
            long offset = particao(vale.particao).offsets[vale.lugar];
            for (var este = primeiro; este != null; este = este.outro) {
                if (este != vale) {
                    supera(particao(este.particao), este.lugar, Estado.ENCOBERTO, vale.particao, offset);
                }
            }
        }
    }

    /** Acrescenta, no lugar dele, um registro que está no log mas que ninguém lê. */
    Colunas com(int numero, long[] offsets, long estavel) {
        var confirmados = particao(numero).colunas();
        var todas = new Particao();
        int i = 0;
        for (long offset : offsets) {
            for (; i < confirmados.offsets().length && confirmados.offsets()[i] < offset; i++) {
                copia(confirmados, i, todas);
            }
            todas.acrescenta(offset, offset < estavel ? Estado.ABORTADO : Estado.PENDENTE);
        }
        for (; i < confirmados.offsets().length; i++) {
            copia(confirmados, i, todas);
        }
        return todas.colunas();
    }

    boolean confirmou(int numero, long offset) {
        var aqui = particao(numero);
        return Arrays.binarySearch(aqui.offsets, 0, aqui.quantos, offset) >= 0;
    }

    private static void copia(Colunas de, int i, Particao para) {
        int lugar = para.acrescenta(de.offsets()[i], de.estados()[i]);
        para.por[lugar] = de.por()[i];
        para.onde[lugar] = de.onde()[i];
    }

    private static void supera(Particao particao, int lugar, Estado estado, int onde, long por) {
        particao.estados[lugar] = estado;
        particao.onde[lugar] = onde;
        particao.por[lugar] = por;
    }

    private Particao particao(int numero) {
        return particoes.computeIfAbsent(numero, nova -> new Particao());
    }

    private static Estado estado(RegistroDeContas registro) {
        if (registro instanceof RegistroDeContas.Valido) {
            return Estado.VIVO;
        }
        return registro instanceof RegistroDeContas.Removido ? Estado.REMOCAO : Estado.MALFORMADO;
    }
}
