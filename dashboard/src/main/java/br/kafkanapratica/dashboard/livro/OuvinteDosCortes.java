package br.kafkanapratica.dashboard.livro;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Quem mostra o que o livro diz. Cada chamada é um instante só, e quem escreve o livro espera por ela: o que ela faz é pouco. */
public interface OuvinteDosCortes {

    /** Os cortes de antes já não valem. */
    void recomecou(AndamentoDaLeitura andamento);

    /** Um registro de {@code contas}. */
    void escrita();

    /** @param novos do mais antigo ao mais novo; pode não haver nenhum */
    void leu(AndamentoDaLeitura andamento, List<Corte> novos);

    /** @param novos os que a fotografia permitiu, do mais antigo ao mais novo; pode não haver nenhum */
    void fotografou(Fotografia nova, AndamentoDaLeitura andamento, List<Corte> novos);

    void semFotografia(String causa);

    void semContato();

    /** Por onde a leitura pode passar, porque quem lê a fila já passou: o offset de que seguir. */
    Map<TopicPartition, Long> porPular();

    /** Uma frase por trecho que se pulou desde que a leitura começou. */
    Collection<String> pulados();
}
