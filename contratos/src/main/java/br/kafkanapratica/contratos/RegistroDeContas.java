package br.kafkanapratica.contratos;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * O que um registro de {@code contas} diz do seu cliente. É a definição única de saldo válido, de registro malformado e de
 * remoção: quem responde pelos saldos e quem mostra o log dizem o mesmo de qualquer registro. Imutável.
 *
 * <p>Válido: chave em UTF-8, não em branco; valor de até {@link #MAIOR_VALOR} bytes, todo em UTF-8 estrito, com um objeto JSON e mais
 * nada. {@code cliente_id} é um texto igual à chave; {@code saldo}, um número JSON de até 1.000 dígitos antes do expoente, e com um expoente
 * que caiba num {@code BigDecimal}; {@code timestamp}, {@code AAAA-MM-DDTHH:MM[:SS[.fração de até 9 casas]]} de uma data que existe,
 * com {@code Z}, {@code ±HH}, {@code ±HHMM}, {@code ±HH:MM} (até ±18:00) ou nada. Os três aparecem uma vez. Os outros campos são ignorados,
 * tenham o que tiverem, até 1.000 níveis de aninhamento (o objeto é o primeiro).
 */
public sealed interface RegistroDeContas {

    /** Em bytes. Mais do que isto não é um saldo: é malformado, por mais que a memória de quem lê aguente. */
    int MAIOR_VALOR = 4 * 1024 * 1024;

    /** O saldo vale. */
    record Valido(Saldo saldo) implements RegistroDeContas {}

    /** O registro não segue o contrato; {@code causa} diz por quê, em português. */
    record Malformado(String causa) implements RegistroDeContas {}

    /** Valor nulo (tombstone): o cliente foi removido. */
    record Removido() implements RegistroDeContas {}

    /**
     * Nunca falha: do que não se entende, diz a causa. Pode ser chamado de várias threads.
     *
     * @param valor nulo numa remoção
     */
    static RegistroDeContas le(byte[] chave, byte @Nullable [] valor) {
        return le(texto(chave), valor);
    }

    /** @param id a chave, ou nulo se ela não é UTF-8 válido */
    static RegistroDeContas le(@Nullable String id, byte @Nullable [] valor) {
        return valor == null ? new Removido() : DecodificadorDeSaldo.decodifica(id, valor);
    }

    /**
     * Se um registro decide sobre outro da mesma chave que está em outra partição: decide o de maior timestamp do Kafka; no empate,
     * o da maior partição. (Na mesma partição decide sempre o último.)
     */
    static boolean decide(long tempo, int particao, long outroTempo, int outraParticao) {
        return tempo != outroTempo ? tempo > outroTempo : particao > outraParticao;
    }

    private static @Nullable String texto(byte[] chave) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(chave))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
