package br.kafkanapratica.estado;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** O que se sabe de um log que se segue. Escreve a thread que lê; consulta qualquer uma. */
final class Publicado<P extends Projecao> {

    private final Set<String> pulados = new ConcurrentSkipListSet<>();
    private volatile Situacao<P> situacao;
    private volatile List<Impedimento> impedimentos = List.of();
    private volatile long atraso;
    private volatile @Nullable Progresso ultimaReconstrucao;
    private volatile @Nullable Instant copiaUsada;
    private volatile @Nullable String copiaRecusada;
    private boolean fechado;

    Publicado(Situacao<P> primeira) {
        this.situacao = primeira;
    }

    Situacao<P> situacao() {
        return situacao;
    }

    List<Impedimento> impedimentos() {
        return impedimentos;
    }

    /** O conjunto mesmo, que se enche à medida que se pula. */
    Set<String> pulados() {
        return pulados;
    }

    Optional<Progresso> ultimaReconstrucao() {
        return Optional.ofNullable(ultimaReconstrucao);
    }

    long atraso() {
        return atraso;
    }

    /** De quando é a cópia de que esta leitura partiu; nulo se não partiu de nenhuma. */
    @Nullable
    Instant copiaUsada() {
        return copiaUsada;
    }

    String origem() {
        var copia = copiaUsada;
        var recusa = copiaRecusada;
        if (copia == null) {
            return "reconstruído do tópico"
                    + (recusa == null ? "" : " (a cópia local não serviu: %s)".formatted(recusa));
        }
        var leitura = ultimaReconstrucao;
        return "cópia local de %s e mais %d registros do tópico"
                .formatted(copia, leitura == null ? 0 : leitura.registros());
    }

    synchronized void passaA(Situacao<P> nova) {
        if (!fechado) {
            situacao = nova;
        }
    }

    /** O que já não se segue não é o estado do tópico, ainda que a thread não tenha acabado a tempo. */
    synchronized void fecha(Instant agora) {
        fechado = true;
        if (!(situacao instanceof Situacao.Parada)) {
            situacao = new Situacao.Aguardando<>("Este log foi fechado.", agora);
        }
    }

    /** Outra leitura do log: a cópia da anterior não tem culpa do que falhe nesta. */
    void leOutraVez() {
        copiaUsada = null;
        pulados.clear();
    }

    void parteDe(Partida<P> partida) {
        copiaUsada = partida.copiada();
        copiaRecusada = partida.recusa();
    }

    void emDia(Situacao.Pronto<P> pronto, Progresso reconstrucao) {
        ultimaReconstrucao = reconstrucao;
        passaA(pronto);
    }

    void confere(long atraso, List<Impedimento> impedimentos) {
        this.atraso = atraso;
        this.impedimentos = impedimentos;
    }

    void semImpedimentos() {
        impedimentos = List.of();
    }
}
