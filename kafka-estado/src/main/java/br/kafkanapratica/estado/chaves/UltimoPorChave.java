package br.kafkanapratica.estado.chaves;

import br.kafkanapratica.estado.Projecao;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * O que vale de cada chave, função do log: duas instâncias que leram o mesmo log, uma registro a registro e outra depois da
 * compactação, são iguais.
 *
 * <p>O último registro de uma chave decide, mesmo malformado: então a chave está malformada, e não com o valor anterior, que a
 * compactação vai apagar. Se a mesma chave estiver em mais de uma partição (o tópico ganhou partições, ou um produtor usa outro
 * particionador), decide {@link Registro#decideSobre}: a ordem em que as partições foram lidas não muda o resultado. Uma remoção só é
 * esquecida quando nenhuma partição pode mais trazer um valor mais velho do que ela.
 *
 * <p>Guardado num mapa ({@link EmMapa}) ou em bytes ({@link br.kafkanapratica.estado.compacto.Compacto}); os dois cumprem isto, e um só
 * teste o diz. Muitas threads consultam, sem locks.
 */
public interface UltimoPorChave<V> extends Projecao {

    /** O registro que decide sobre a chave, {@code Valido} ou {@code Malformado}; vazio se não há, ou foi removida. */
    Optional<Registro<V>> busca(String chave);

    /**
     * As chaves com valor, em ordem estável (a mesma em toda instância que guarde do mesmo modo), a partir da primeira depois de {@code
     * apos} (ou do começo). Percorre sem copiar: o que mudar enquanto isso pode ou não aparecer, mas nenhuma chave aparece duas vezes.
     */
    Stream<Registro.Valido<V>> validos(@Nullable String apos);

    /** As chaves cujo último registro está malformado, em ordem estável. */
    Stream<Registro.Malformado<V>> malformados();

    int totalDeValidos();

    int totalDeMalformados();

    /** Quantas chaves têm registros em mais de uma partição: sinal de produtores com particionadores diferentes. */
    int totalEmVariasParticoes();

    @Override
    default String resumo() {
        return "Número de chaves: " + (totalDeValidos() + totalDeMalformados());
    }
}
