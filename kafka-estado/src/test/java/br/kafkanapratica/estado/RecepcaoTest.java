package br.kafkanapratica.estado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import br.kafkanapratica.estado.copia.Blocos;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecepcaoTest {

    private static final int BLOCOS = 1_000;

    /** Guarda o número que cada bloco traz; um bloco de um byte só o estraga. */
    private static final class Numeros implements Copiavel {

        private final Collection<Integer> recebidos = new ConcurrentLinkedQueue<>();
        private final Collection<Thread> threads = new ConcurrentLinkedQueue<>();

        @Override
        public void recebe(byte[] bloco, int tamanho) {
            threads.add(Thread.currentThread());
            recebidos.add(bloco[0] << 8 | bloco[1] & 0xFF);
        }

        @Override
        public String formato() {
            return "números";
        }

        @Override
        public long impressao() {
            return 0;
        }

        @Override
        public long copia(Blocos saida) {
            return 0;
        }

        @Override
        public void aplica(Lido registro) {}
    }

    private final Numeros numeros = new Numeros();

    @Test
    void cadaBlocoERecebidoUmaVez_aindaQueQuemLeVolteAUsarOArray() {
        try (var recepcao = new Recepcao(numeros)) {
            var array = new byte[2];
            for (int i = 0; i < BLOCOS; i++) {
                array[0] = (byte) (i >> 8);
                array[1] = (byte) i;
                recepcao.bloco(array, array.length);
            }
            recepcao.termina();
        }
        assertThat(numeros.recebidos)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, BLOCOS).boxed().toList());
        assertThat(numeros.threads).as("quem lê não recebe tudo").anyMatch(thread -> thread != Thread.currentThread());
    }

    @Test
    void umBlocoQueNaoServeFazFalharOTodo() {
        try (var recepcao = new Recepcao(numeros)) {
            assertThatThrownBy(() -> {
                        recepcao.bloco(new byte[1], 1);
                        recepcao.termina();
                    })
                    .isInstanceOf(ArrayIndexOutOfBoundsException.class);
        }
    }
}
