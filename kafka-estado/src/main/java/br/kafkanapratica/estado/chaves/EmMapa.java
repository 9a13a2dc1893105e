package br.kafkanapratica.estado.chaves;

import br.kafkanapratica.estado.Lido;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** O {@link UltimoPorChave} num mapa. É o que se lê primeiro, e o que se usa até umas centenas de milhares de chaves. */
public final class EmMapa<V> implements UltimoPorChave<V> {

    private final Interprete<V> interprete;

    /** De cada chave, o último registro de cada partição em que ela aparece; o primeiro decide. As listas não mudam. */
    private final ConcurrentNavigableMap<String, List<Registro<V>>> chaves = new ConcurrentSkipListMap<>();

    /**
     * As chaves de que só há remoções. As partições chegam em qualquer ordem: outra pode ainda trazer um valor mais velho do que a
     * remoção, que ela tem de esconder. Depois de duas vezes em dia não pode mais, porque tudo o que havia no log já foi lido.
     */
    private Set<String> removidasHaPouco = new HashSet<>();

    private Set<String> removidasAntes = new HashSet<>();

    private volatile int validos;
    private volatile int malformados;
    private volatile int emVariasParticoes;

    public EmMapa(Interprete<V> interprete) {
        this.interprete = interprete;
    }

    @Override
    public void aplica(Lido lido) {
        var novo = Registro.de(lido, interprete);
        var antes = chaves.getOrDefault(novo.chave(), List.of());
        var depois = com(antes, novo);
        var aMais = Contagem.de(depois).menos(Contagem.de(antes));
        chaves.put(novo.chave(), depois);
        soma(aMais);
        removidasAntes.remove(novo.chave());
        removidasHaPouco.remove(novo.chave());
        if (soRemocoes(depois)) {
            removidasHaPouco.add(novo.chave());
        }
    }

    /** O registro toma o lugar do que havia da mesma partição; dos outros, o que decide vem primeiro. */
    private static <V> List<Registro<V>> com(List<Registro<V>> antes, Registro<V> novo) {
        var depois = new ArrayList<>(antes);
        depois.removeIf(registro -> registro.particao() == novo.particao());
        depois.add(novo);
        depois.sort((um, outro) -> um.decideSobre(outro) ? -1 : 1);
        return List.copyOf(depois);
    }

    /** Uma vez cada: entre um menos e um mais, quem lê veria um total que nunca houve. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // uma thread escreve; as outras só leem
    private void soma(Contagem aMais) {
        validos += aMais.validos;
        malformados += aMais.malformados;
        emVariasParticoes += aMais.emVariasParticoes;
    }

    /** O que uma chave soma aos totais. */
    private record Contagem(int validos, int malformados, int emVariasParticoes) {

        static Contagem de(List<? extends Registro<?>> registros) {
            var decide = registros.isEmpty() ? null : registros.get(0);
            return new Contagem(
                    decide instanceof Registro.Valido ? 1 : 0,
                    decide instanceof Registro.Malformado ? 1 : 0,
                    registros.size() > 1 && !soRemocoes(registros) ? 1 : 0);
        }

        Contagem menos(Contagem outra) {
            return new Contagem(
                    validos - outra.validos,
                    malformados - outra.malformados,
                    emVariasParticoes - outra.emVariasParticoes);
        }
    }

    private static boolean soRemocoes(List<? extends Registro<?>> registros) {
        return registros.stream().allMatch(Registro.Removido.class::isInstance);
    }

    @Override
    public void emDia() {
        removidasAntes.forEach(chaves::remove);
        removidasAntes = removidasHaPouco;
        removidasHaPouco = new HashSet<>();
    }

    @Override
    public Optional<Registro<V>> busca(String chave) {
        return Optional.ofNullable(chaves.get(chave))
                .map(registros -> registros.get(0))
                .filter(registro -> !(registro instanceof Registro.Removido));
    }

    @Override
    public Stream<Registro.Valido<V>> validos(@Nullable String apos) {
        var estas = apos == null ? chaves : chaves.tailMap(apos, false);
        return estas.values().stream()
                .flatMap(registros ->
                        registros.get(0) instanceof Registro.Valido<V> valido ? Stream.of(valido) : Stream.empty());
    }

    @Override
    public Stream<Registro.Malformado<V>> malformados() {
        return chaves.values().stream()
                .flatMap(registros -> registros.get(0) instanceof Registro.Malformado<V> malformado
                        ? Stream.of(malformado)
                        : Stream.empty());
    }

    @Override
    public int totalDeValidos() {
        return validos;
    }

    @Override
    public int totalDeMalformados() {
        return malformados;
    }

    @Override
    public int totalEmVariasParticoes() {
        return emVariasParticoes;
    }
}
