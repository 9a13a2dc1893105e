package br.kafkanapratica.estado;

import java.time.Instant;

/** Onde a leitura está. Só em {@link Pronto} há um estado a consultar; nenhum outro lugar dá acesso a ele. Imutável. */
public sealed interface Situacao<P extends Projecao> {

    /** Não há estado nem progresso: diz por quê, com o conserto, e desde quando. */
    sealed interface Parada<P extends Projecao> extends Situacao<P> permits Aguardando, Falhou {
        String motivo();

        Instant desde();
    }

    /** Não há o que ler: broker fora do ar, tópico ausente, com a política errada, recriado. */
    record Aguardando<P extends Projecao>(String motivo, Instant desde) implements Parada<P> {}

    /** A leitura falhou por algo que não é de um registro (falta de memória, por exemplo); começa de novo depois de uma pausa. */
    record Falhou<P extends Projecao>(String motivo, Instant desde) implements Parada<P> {}

    record Reconstruindo<P extends Projecao>(Progresso progresso) implements Situacao<P> {}

    /** O estado inclui tudo o que havia no log quando a reconstrução começou, e segue o log desde então. */
    record Pronto<P extends Projecao>(P projecao, Posicoes posicoes) implements Situacao<P> {}
}
