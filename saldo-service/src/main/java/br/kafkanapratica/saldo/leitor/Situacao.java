package br.kafkanapratica.saldo.leitor;

import br.kafkanapratica.saldo.estado.Contas;
import java.time.Instant;

/** Onde o leitor está. Só em {@link Pronto} há um estado a consultar; nenhum outro lugar dá acesso a ele. */
public sealed interface Situacao {

    /** Não há o que ler, ou não se conseguiu: broker fora do ar, tópico ausente ou com a política errada, uma falha. */
    record Aguardando(String motivo, Instant desde) implements Situacao {}

    record Reconstruindo(Progresso progresso) implements Situacao {}

    /** O estado inclui tudo o que havia no log quando a reconstrução começou, e segue o log desde então. */
    record Pronto(Contas contas, Posicoes posicoes) implements Situacao {}
}
