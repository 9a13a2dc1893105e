package br.kafkanapratica.estado.compacto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import br.kafkanapratica.estado.Lido;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParteDaTabelaTest {

    private final AtomicInteger ateFalhar = new AtomicInteger(Integer.MAX_VALUE);

    private final class Texto implements Codec<String> {
        @Override
        public String formato() {
            return "texto/1";
        }

        @Override
        public String interpreta(String chave, byte[] valor) {
            return new String(valor, UTF_8);
        }

        @Override
        public int grava(String valor, Rascunho saida) {
            if (ateFalhar.getAndDecrement() == 0) {
                throw new StackOverflowError();
            }
            saida.texto(valor.getBytes(UTF_8));
            return 0;
        }

        @Override
        public String le(String chave, int marcas, Cursor entrada) {
            return new String(entrada.texto(), UTF_8);
        }
    }

    /** O que falha é aplicado de novo: nada do que se conta pode já ter mudado. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aplicarDeNovoDepoisDeUmaFalhaDaOMesmo(int gravacoesAntesDeFalhar) {
        var semFalha = new Compacto<>(Texto::new, 1);
        semFalha.aplica(lido(0, "v0"));
        semFalha.aplica(lido(1, "v1"));

        var estado = new Compacto<>(Texto::new, 1);
        estado.aplica(lido(0, "v0"));
        ateFalhar.set(gravacoesAntesDeFalhar);
        assertThat(catchThrowable(() -> estado.aplica(lido(1, "v1")))).isInstanceOf(StackOverflowError.class);
        ateFalhar.set(Integer.MAX_VALUE);
        estado.aplica(lido(1, "v1"));

        assertThat(estado.impressao()).isEqualTo(semFalha.impressao());
        assertThat(estado.totalDeValidos()).isEqualTo(1);
        assertThat(estado.totalEmVariasParticoes()).isEqualTo(1);
    }

    /** O mesmo a meio de um grupo, antes e depois de se gravar o primeiro: uma chave duas vezes, e em duas partições. */
    @Test
    void umGrupoQueFalhaAMeioSeAplicaDeNovo() throws Exception {
        var outra = new Lido(0, 1, 0, "outra".getBytes(UTF_8), "v".getBytes(UTF_8));
        var grupo = List.of(lido(0, "v0"), lido(1, "v1"), outra, lido(0, "v2"), lido(1, "v3"));
        var umAUm = new Compacto<>(Texto::new, 1);
        grupo.forEach(umAUm::aplica);
        int falhas = 0;
        for (boolean falhou = true; falhou; falhas++) {
            var estado = new Compacto<>(Texto::new, 1);
            ateFalhar.set(falhas);
            falhou = catchThrowable(() -> junto(estado, grupo)) instanceof StackOverflowError;
            ateFalhar.set(Integer.MAX_VALUE);
            junto(estado, grupo);

            assertThat(estado.impressao()).isEqualTo(umAUm.impressao()).isEqualTo(estado.copia((bytes, tamanho) -> {}));
            assertThat(estado.totalDeValidos()).isEqualTo(2);
            assertThat(estado.totalEmVariasParticoes()).isEqualTo(1);
            assertThat(estado.busca("chave").orElseThrow().particao()).isEqualTo(1);
        }
        assertThat(falhas).isGreaterThan(2 * grupo.size());
    }

    private static void junto(Compacto<String> estado, List<Lido> grupo) {
        estado.separa(grupo, grupo.size()).forEach(Runnable::run);
    }

    /** Numa reconstrução não há um "em dia" que as esqueça, e um log por compactar pode ter milhões delas. */
    @Test
    void umaChaveQueVaiEVoltaMuitasVezesEUmaRemocaoSo() {
        var parte = new ParteDaTabela<>(new Tabela(), new Texto());
        var chave = "chave".getBytes(UTF_8);
        long hash = Tabela.hash(chave);
        var um = new Colunas(1);
        for (int offset = 0; offset < 200_000; offset++) {
            um.registros = 0;
            um.junta(hash, new Lido(0, offset, 0, chave.clone(), offset % 2 == 0 ? chave : null));
            parte.aplica(um, 0, 1);
        }
        assertThat(parte.remocoesAnotadas()).isLessThan(20_000);
        parte.emDia();
        parte.emDia();
        parte.emDia();
        assertThat(parte.remocoesAnotadas()).isZero();
        assertThat(parte.impressao()).isZero();
    }

    private static Lido lido(int particao, String valor) {
        return new Lido(particao, 0, particao, "chave".getBytes(UTF_8), valor.getBytes(UTF_8));
    }
}
