package br.kafkanapratica.saldo.estado;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.saldo.estado.compacto.Tabela;
import br.kafkanapratica.saldo.estado.compacto.Varredura;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * O estado de todos os clientes, função do log: duas instâncias que leram o mesmo log, uma registro a registro e outra
 * depois da compactação, são iguais.
 *
 * <p>O último registro de uma chave decide. Se a mesma chave estiver em mais de uma partição (o tópico ganhou
 * partições, ou um produtor usa outro particionador), decide o de maior timestamp, e em caso de empate o da maior
 * partição: a ordem em que as partições foram lidas não muda o resultado.
 *
 * <p>Uma thread escreve (ou uma por parte), muitas leem, sem locks. Nada fora daqui depende de
 * como se guarda.
 */
public final class Contas {

    private final Tabela contas = new Tabela();
    private final Escritor[] escritores;

    public Contas() {
        this(1);
    }

    /** @param partes quantas threads podem escrever ao mesmo tempo, cada uma os seus clientes */
    public Contas(int partes) {
        escritores = new Escritor[partes];
        Arrays.setAll(escritores, parte -> new Escritor(contas));
    }

    public int partes() {
        return escritores.length;
    }

    /** Aplica um registro. Os de uma partição chegam na ordem dos offsets. Só a thread que escreve a parte do cliente. */
    public void aplica(int particao, long offset, long tempo, byte[] chave, byte @Nullable [] valor) {
        long hash = Tabela.hash(chave);
        escritor(hash).aplica(hash, particao, offset, tempo, chave, valor);
    }

    /** Um lote vazio, em que cabem estes registros, para {@link #aplica(Lote, int)}. */
    public Lote lote(int registros) {
        return new Lote(escritores.length, registros);
    }

    /** Os registros de uma parte. Só a thread que a escreve. */
    public void aplica(Lote lote, int parte) {
        escritores[parte].aplica(lote.parte(parte), hash -> escritores[parte]);
    }

    /** Um lote vazio, em que cabem estes registros, para {@link #aplica(Lote)}. */
    public Lote loteEmOrdem(int registros) {
        return new Lote(1, registros);
    }

    /** Todos os registros, na ordem em que foram juntados. Só uma thread escreve, e é a que chama. */
    public void aplica(Lote lote) {
        escritores[0].aplica(lote.parte(0), this::escritor);
    }

    private Escritor escritor(long hash) {
        return escritores[parte(hash, escritores.length)];
    }

    static int parte(long hash, int partes) {
        return Tabela.segmento(hash) % partes;
    }

    /**
     * Avisa que já foi aplicado tudo o que o log tinha num instante posterior à chamada anterior. As remoções lidas até
     * aquela chamada não têm mais o que esconder, e são esquecidas. Só a thread que escreve.
     */
    public void emDia() {
        for (var escritor : escritores) {
            escritor.emDia();
        }
    }

    /** O registro que decide sobre o cliente: {@code Valido} ou {@code Corrompido}; vazio se não há tal cliente. */
    public Optional<Registro> busca(String clienteId) {
        var chave = ClienteId.chave(clienteId);
        var registros = chave == null ? null : contas.busca(chave);
        return Optional.ofNullable(registros)
                .map(leitura -> Formato.le(leitura, clienteId))
                .filter(registro -> !(registro instanceof Registro.Removido));
    }

    /**
     * Os saldos em ordem estável, a partir do primeiro depois de {@code apos} (ou do começo). Percorre sem copiar: o
     * que mudar enquanto isso pode ou não aparecer, mas nenhum cliente aparece duas vezes.
     */
    public Stream<Saldo> saldos(@Nullable String apos) {
        return registros(varre(apos), Formato.VALIDO).map(registro -> ((Registro.Valido) registro.registro).saldo());
    }

    /**
     * Os mesmos saldos de {@link #saldos}, no máximo {@code limite}, escritos como os elementos de um array JSON, sem criar um
     * objeto por cliente.
     */
    public void escreveSaldos(@Nullable String apos, long limite, OutputStream saida) throws IOException {
        var json = new SaldosEmJson(saida);
        var varredura = varre(apos);
        for (long escritos = 0; escritos < limite && varredura.avanca(); ) {
            if (Formato.tipo(cabecalho(varredura)) == Formato.VALIDO) {
                json.escreve(varredura);
                escritos++;
            }
        }
        json.termina();
    }

    /** Os clientes cujo último registro está malformado, em ordem estável. */
    public Stream<ClienteCorrompido> corrompidos() {
        return registros(varre(null), Formato.CORROMPIDO)
                .map(conta ->
                        ClienteCorrompido.de(ClienteId.paraExibir(conta.id), (Registro.Corrompido) conta.registro));
    }

    public int totalDeSaldos() {
        return soma(escritor -> escritor.validos.getAcquire());
    }

    public int totalDeCorrompidos() {
        return soma(escritor -> escritor.corrompidos.getAcquire());
    }

    /** Quantos clientes têm registros em mais de uma partição: sinal de produtores com particionadores diferentes. */
    public int totalEmVariasParticoes() {
        return soma(escritor -> escritor.emVariasParticoes.getAcquire());
    }

    private int soma(ToIntFunction<Escritor> parcela) {
        return Arrays.stream(escritores).mapToInt(parcela).sum();
    }

    private Varredura varre(@Nullable String apos) {
        // um texto que não é id de ninguém também tem um lugar na ordem
        var chave = apos == null ? null : ClienteId.chave(apos);
        return contas.varre(apos == null || chave != null ? chave : apos.getBytes(StandardCharsets.UTF_8));
    }

    private static int cabecalho(Varredura varredura) {
        return varredura.valor().bytes()[varredura.valor().em()];
    }

    private record Conta(String id, Registro registro) {}

    private static Stream<Conta> registros(Varredura varredura, int tipo) {
        Iterator<Conta> contas = new Iterator<>() {
            private @Nullable Conta proxima;

            @Override
            public boolean hasNext() {
                while (proxima == null && varredura.avanca()) {
                    if (Formato.tipo(cabecalho(varredura)) == tipo) {
                        int de = varredura.inicioDaChave();
                        var id = ClienteId.de(
                                Arrays.copyOfRange(varredura.dados(), de, de + varredura.tamanhoDaChave()));
                        proxima = new Conta(id, Formato.le(varredura.valor(), id));
                    }
                }
                return proxima != null;
            }

            @Override
            public Conta next() {
                if (!hasNext() || proxima == null) {
                    throw new NoSuchElementException();
                }
                var esta = proxima;
                proxima = null;
                return esta;
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(contas, 0), false);
    }
}
