package br.kafkanapratica.saldo.estado;

import br.kafkanapratica.contratos.Saldo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * O estado de todos os clientes, função do log: duas instâncias que leram o mesmo log, uma registro a registro e outra
 * depois da compactação, são iguais.
 *
 * <p>O último registro de uma chave decide. Se a mesma chave estiver em mais de uma partição (o tópico ganhou
 * partições, ou um produtor usa outro particionador), decide o de maior timestamp, e em caso de empate o da maior
 * partição: a ordem em que as partições foram lidas não muda o resultado.
 *
 * <p>Uma thread escreve, muitas leem, sem locks. Nada fora daqui depende de como se guarda.
 */
public final class Contas {

    private static final Comparator<Registro> QUEM_DECIDE = Comparator.comparingLong(Registro::tempo)
            .thenComparingInt(Registro::particao)
            .reversed();

    /** De cada cliente, o último registro de cada partição em que ele aparece; o primeiro da lista decide. */
    private final ConcurrentNavigableMap<String, List<Registro>> contas = new ConcurrentSkipListMap<>();

    /** Lidas por muitas threads, escritas por uma só: volatile basta. */
    private volatile int validos;

    private volatile int corrompidos;
    private volatile int emVariasParticoes;

    /**
     * As partições chegam em qualquer ordem: uma remoção pode ser mais nova que um saldo que outra partição ainda vai
     * trazer. Por isso nenhuma é esquecida na hora.
     */
    private Set<String> remocoesRecentes = new HashSet<>();

    private Set<String> remocoesAntigas = new HashSet<>();

    /** Aplica um registro. Os de uma partição chegam na ordem dos offsets. Só a thread que escreve. */
    public void aplica(int particao, long offset, long tempo, byte[] chave, byte @Nullable [] valor) {
        var id = ClienteId.de(chave);
        var novo = Decodificador.decodifica(particao, offset, tempo, id, valor);
        var antes = contas.getOrDefault(id, List.of());
        var depois = comUltimo(antes, novo);
        contas.put(id, depois);
        if (soRemocoes(depois)) {
            remocoesRecentes.add(id);
        }
        conta(antes, depois);
    }

    /**
     * Avisa que já foi aplicado tudo o que o log tinha num instante posterior à chamada anterior. As remoções lidas até
     * aquela chamada não têm mais o que esconder, e são esquecidas. Só a thread que escreve.
     */
    public void emDia() {
        for (var id : remocoesAntigas) {
            contas.computeIfPresent(id, (mesmo, registros) -> soRemocoes(registros) ? null : registros);
        }
        remocoesAntigas = remocoesRecentes;
        remocoesRecentes = new HashSet<>();
    }

    /** O registro que decide sobre o cliente: {@code Valido} ou {@code Corrompido}; vazio se não há tal cliente. */
    public Optional<Registro> busca(String clienteId) {
        return Optional.ofNullable(contas.get(clienteId))
                .map(registros -> registros.get(0))
                .filter(registro -> !(registro instanceof Registro.Removido));
    }

    /**
     * Os saldos em ordem estável, a partir do primeiro depois de {@code apos} (ou do começo). Percorre sem copiar: o
     * que mudar enquanto isso pode ou não aparecer, mas nenhum cliente aparece duas vezes.
     */
    public Stream<Saldo> saldos(@Nullable String apos) {
        var parte = apos == null ? contas : contas.tailMap(apos, false);
        return parte.values().stream()
                .map(registros -> registros.get(0) instanceof Registro.Valido valido ? valido.saldo() : null)
                .filter(Objects::nonNull);
    }

    /** Os clientes cujo último registro está malformado, em ordem estável. */
    public Stream<ClienteCorrompido> corrompidos() {
        return contas.entrySet().stream()
                .filter(conta -> conta.getValue().get(0) instanceof Registro.Corrompido)
                .map(conta -> ClienteCorrompido.de(ClienteId.paraExibir(conta.getKey()), (Registro.Corrompido)
                        conta.getValue().get(0)));
    }

    public int totalDeSaldos() {
        return validos;
    }

    public int totalDeCorrompidos() {
        return corrompidos;
    }

    /** Quantos clientes têm registros em mais de uma partição: sinal de produtores com particionadores diferentes. */
    public int totalEmVariasParticoes() {
        return emVariasParticoes;
    }

    private static List<Registro> comUltimo(List<Registro> antes, Registro novo) {
        if (antes.isEmpty() || (antes.size() == 1 && antes.get(0).particao() == novo.particao())) {
            return List.of(novo);
        }
        var depois = new ArrayList<Registro>(antes.size() + 1);
        for (var registro : antes) {
            if (registro.particao() != novo.particao()) {
                depois.add(registro);
            }
        }
        depois.add(novo);
        depois.sort(QUEM_DECIDE);
        return List.copyOf(depois);
    }

    private static boolean soRemocoes(List<Registro> registros) {
        return registros.stream().allMatch(Registro.Removido.class::isInstance);
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // uma só thread escreve
    private void conta(List<Registro> antes, List<Registro> depois) {
        validos += um(antes, Registro.Valido.class, depois);
        corrompidos += um(antes, Registro.Corrompido.class, depois);
        emVariasParticoes += (dividido(depois) ? 1 : 0) - (dividido(antes) ? 1 : 0);
    }

    private static boolean dividido(List<Registro> registros) {
        return registros.size() > 1 && !soRemocoes(registros);
    }

    private static int um(List<Registro> antes, Class<? extends Registro> tipo, List<Registro> depois) {
        return (!depois.isEmpty() && tipo.isInstance(depois.get(0)) ? 1 : 0)
                - (!antes.isEmpty() && tipo.isInstance(antes.get(0)) ? 1 : 0);
    }
}
