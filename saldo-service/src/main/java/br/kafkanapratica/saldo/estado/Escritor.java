package br.kafkanapratica.saldo.estado;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.saldo.estado.compacto.Escrita;
import br.kafkanapratica.saldo.estado.compacto.Leitura;
import br.kafkanapratica.saldo.estado.compacto.Tabela;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Quem escreve numa parte da tabela, e o que conta sobre ela. Uma thread escreve; os totais, qualquer uma lê. */
final class Escritor {

    private static final Comparator<Registro> QUEM_DECIDE =
            (um, outro) -> um.particao() == outro.particao() // só há um de cada partição
                    ? 0
                    : RegistroDeContas.decide(um.tempo(), um.particao(), outro.tempo(), outro.particao()) ? -1 : 1;

    private static final int NENHUM = -1;

    /** Quantos registros esperam juntos pela memória. */
    private static final int GRUPO = 64;

    /** De cada cliente, o último registro de cada partição em que ele aparece; o primeiro decide. */
    private final Tabela contas;

    private final Escrita saida = new Escrita();
    private final LeituraRapida rapida = new LeituraRapida();
    private final Formato formato = new Formato();

    /**
     * As partições chegam em qualquer ordem: uma remoção pode ser mais nova que um saldo que outra partição ainda vai
     * trazer. Por isso nenhuma é esquecida na hora. A geração, gravada com elas, distingue as recentes das antigas.
     */
    private List<byte[]> remocoesRecentes = new ArrayList<>();

    private List<byte[]> remocoesAntigas = List.of();
    private int geracao;

    final AtomicInteger validos = new AtomicInteger();
    final AtomicInteger corrompidos = new AtomicInteger();
    final AtomicInteger emVariasParticoes = new AtomicInteger();

    private final int[] entradas = new int[GRUPO];

    /** Se ninguém usasse o que se lê adiantado, o JIT o tiraria. */
    @SuppressWarnings("UnusedVariable")
    private int antecipados;

    Escritor(Tabela contas) {
        this.contas = contas;
    }

    /** Cada registro, na ordem do lote, pelo escritor do seu cliente; as esperas pela memória correm juntas. */
    void aplica(Lote.Parte lote, LongFunction<Escritor> doHash) {
        for (int de = 0; de < lote.registros; de += GRUPO) {
            int ate = Math.min(de + GRUPO, lote.registros);
            antecipados += lote.antecipa(de, ate) + contas.antecipa(lote.hashes, de, ate, entradas);
            for (int i = de; i < ate; i++) {
                doHash.apply(lote.hashes[i])
                        .aplica(
                                lote.hashes[i],
                                lote.particoes[i],
                                lote.offsets[i],
                                lote.tempos[i],
                                lote.chaves[i],
                                lote.valores[i]);
            }
        }
    }

    void aplica(long hash, int particao, long offset, long tempo, byte[] chave, byte @Nullable [] valor) {
        saida.recomeca();
        if (valor == null) {
            formato.gravaRemovido(saida, geracao, particao, offset, tempo);
        } else if (rapida.le(chave, valor)) {
            formato.gravaValido(saida, geracao, particao, offset, tempo, rapida);
        } else {
            formato.grava(
                    saida, geracao, Decodificador.decodifica(particao, offset, tempo, ClienteId.de(chave), valor));
        }
        int casa = contas.casa(hash, chave);
        var antes = contas.atual(hash, casa);
        if (antes != null && !unico(antes, particao)) {
            aplicaEmVarias(hash, chave, antes);
            return;
        }
        int cabecalho = antes == null ? NENHUM : antes.bytes()[antes.em()];
        contas.grava(hash, casa, chave, saida.bytes(), saida.tamanho());
        int tipoAntes = antes == null ? NENHUM : Formato.tipo(cabecalho);
        int tipo = Formato.tipo(saida.bytes()[0]);
        if (tipo != tipoAntes) {
            conta(tipoAntes, -1);
            conta(tipo, 1);
        }
        if (tipo == Formato.REMOVIDO && (tipoAntes != tipo || Formato.geracao(cabecalho) != geracao)) {
            remocoesRecentes.add(chave);
        }
    }

    /** Esquece as remoções que já eram antigas na chamada anterior, se nada veio depois delas. */
    void emDia() {
        int antiga = Formato.outraGeracao(geracao);
        for (var chave : remocoesAntigas) {
            long hash = Tabela.hash(chave);
            var registros = contas.atual(hash, contas.casa(hash, chave));
            if (registros != null
                    && Formato.geracao(registros.bytes()[registros.em()]) == antiga
                    && soRemocoes(le(registros))) {
                contas.remove(hash, chave);
            }
        }
        remocoesAntigas = remocoesRecentes;
        remocoesRecentes = new ArrayList<>();
        geracao = antiga;
    }

    /** Há um registro só, e é desta partição. Não anda com a leitura. */
    private static boolean unico(Leitura registros, int particao) {
        return !Formato.varios(registros.bytes()[registros.em()])
                && new Leitura(registros.bytes(), registros.em() + 1, registros.fim()).inteiro() == particao;
    }

    private void aplicaEmVarias(long hash, byte[] chave, Leitura leitura) {
        int cabecalho = leitura.bytes()[leitura.em()];
        var antes = le(leitura);
        var novo = Formato.le(new Leitura(saida.bytes(), 0, saida.tamanho()), "");
        var depois = new ArrayList<Registro>(antes.size() + 1);
        for (var registro : antes) {
            if (registro.particao() != novo.particao()) {
                depois.add(registro);
            }
        }
        depois.add(novo);
        depois.sort(QUEM_DECIDE);
        saida.recomeca();
        formato.grava(saida, geracao, depois);
        contas.grava(hash, chave, saida.bytes(), saida.tamanho());
        if (soRemocoes(depois) && !(soRemocoes(antes) && Formato.geracao(cabecalho) == geracao)) {
            remocoesRecentes.add(chave);
        }
        conta(tipo(antes), -1);
        conta(tipo(depois), 1);
        soma(emVariasParticoes, (dividido(depois) ? 1 : 0) - (dividido(antes) ? 1 : 0));
    }

    private static List<Registro> le(Leitura leitura) {
        var registros = new ArrayList<Registro>(1);
        while (!leitura.acabou()) {
            registros.add(Formato.le(leitura, ""));
        }
        return registros;
    }

    private void conta(int tipo, int quantos) {
        if (tipo == Formato.VALIDO) {
            soma(validos, quantos);
        } else if (tipo == Formato.CORROMPIDO) {
            soma(corrompidos, quantos);
        }
    }

    /** Uma só thread soma: não é preciso uma operação atômica, que custaria a cada registro. */
    private static void soma(AtomicInteger total, int quantos) {
        total.setRelease(total.getPlain() + quantos);
    }

    private static int tipo(List<Registro> registros) {
        var decide = registros.get(0);
        return decide instanceof Registro.Valido
                ? Formato.VALIDO
                : decide instanceof Registro.Corrompido ? Formato.CORROMPIDO : Formato.REMOVIDO;
    }

    private static boolean soRemocoes(List<Registro> registros) {
        return registros.stream().allMatch(Registro.Removido.class::isInstance);
    }

    private static boolean dividido(List<Registro> registros) {
        return registros.size() > 1 && !soRemocoes(registros);
    }
}
