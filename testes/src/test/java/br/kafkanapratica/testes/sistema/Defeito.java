package br.kafkanapratica.testes.sistema;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import br.kafkanapratica.contratos.Topico;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Um jeito de um registro nunca poder ser processado, aplicado a um pedido bom.
 *
 * @param causa o que a DLT e o terminal têm de dizer dele (um pedaço do texto)
 */
record Defeito(String nome, String causa, Estrago estrago) {

    private static final String JSON_INVALIDO = "não é um JSON válido (linha ";
    private static final String NAO_E_OBJETO = "não é um objeto JSON";
    private static final String NAO_E_UTF8 = "não é UTF-8 válido";
    private static final String OUTRA_CHAVE = "a chave não é igual ao id_pedido";
    private static final String SURROGATE = "surrogate sem par";
    private static final int QUASE_O_LIMITE_DO_BROKER = 1_040_000;

    /** Faz do pedido bom um par de chave e valor; nulo é nulo. */
    interface Estrago {
        ProducerRecord<byte[], byte[]> em(Topico topico, String id, String bom);
    }

    @Override
    public String toString() {
        return nome;
    }

    /** Os que podem haver em todo tópico do pipeline. */
    static List<Defeito> deTodoTopico(Random acaso) {
        return Stream.of(json(), formas(), codificacoes(acaso), campos(), chaves(), tamanhos(acaso))
                .flatMap(defeitos -> defeitos)
                .toList();
    }

    /** Os de um campo de texto que só uma etapa acrescenta. */
    static Stream<Defeito> doCampo(String campo) {
        return Stream.of(
                valor(campo + " falta", "o campo " + campo, bom -> sem(campo, bom)),
                campo(campo + " nulo", "o campo " + campo, campo, "null"),
                campo(campo + " número", "o campo " + campo, campo, "1760466057"),
                campo(campo + " objeto", "o campo " + campo, campo, "{\"data\":\"2025-10-14\"}"),
                campo(campo + " com meio caractere", SURROGATE, campo, "\"\\udfff\""));
    }

    private static Stream<Defeito> json() {
        return Stream.of(
                valor("texto", JSON_INVALIDO, bom -> "isto não é JSON"),
                valor("XML", JSON_INVALIDO, bom -> "<pedido/>"),
                valor("CSV", JSON_INVALIDO, bom -> "p1;cliente_1;Produto-1;1"),
                valor("cortado ao meio", JSON_INVALIDO, bom -> bom.substring(0, bom.length() / 2)),
                valor("sem a última chave", JSON_INVALIDO, bom -> bom.substring(0, bom.length() - 1)),
                valor("lixo depois", JSON_INVALIDO, bom -> bom + "x"),
                valor("chave a mais", JSON_INVALIDO, bom -> bom + "}"),
                valor("NUL depois", JSON_INVALIDO, bom -> bom + "\0"),
                valor("só NULs", JSON_INVALIDO, bom -> "\0".repeat(16)),
                valor("comentário", JSON_INVALIDO, bom -> "// pedido\n" + bom),
                valor("aspas simples", JSON_INVALIDO, bom -> bom.replace('"', '\'')),
                valor("campo sem aspas", JSON_INVALIDO, bom -> bom.replace("\"cliente\"", "cliente")),
                valor("vírgula no fim", JSON_INVALIDO, bom -> bom.replace("}", ",}")),
                valor("campo repetido", JSON_INVALIDO, bom -> com(bom, "\"quantidade\":2")),
                valor("campo repetido com escape", JSON_INVALIDO, bom -> com(bom, "\"clien\\u0074e\":\"outro\"")),
                valor("desconhecido repetido", JSON_INVALIDO, bom -> com(bom, "\"x\":{\"y\":1,\"y\":2}")),
                campo("zero à esquerda", JSON_INVALIDO, "quantidade", "01"),
                campo("mais na frente", JSON_INVALIDO, "quantidade", "+1"),
                campo("hexadecimal", JSON_INVALIDO, "quantidade", "0x10"),
                campo("NaN", JSON_INVALIDO, "quantidade", "NaN"),
                campo("ESC cru", JSON_INVALIDO, "cliente", "\"\u001b[2J\u001b[31mvermelho\""),
                campo("linha nova crua", JSON_INVALIDO, "cliente", "\"a\r\n[ESTOQUE] Pedido falso APROVADO.\""));
    }

    private static Stream<Defeito> formas() {
        return Stream.of(
                bytes("vazio", NAO_E_OBJETO, bom -> new byte[0]),
                valor("só espaços", NAO_E_OBJETO, bom -> " \n\t "),
                valor("null", NAO_E_OBJETO, bom -> "null"),
                valor("número", NAO_E_OBJETO, bom -> "42"),
                valor("booleano", NAO_E_OBJETO, bom -> "true"),
                valor("string", NAO_E_OBJETO, bom -> "\"pedido\""),
                valor("string vazia", NAO_E_OBJETO, bom -> "\"\""),
                valor("array vazio", NAO_E_OBJETO, bom -> "[]"),
                valor("pedido num array", NAO_E_OBJETO, bom -> "[" + bom + "]"),
                valor("objeto vazio", "o campo id_pedido", bom -> "{}"),
                valor("dois pedidos", "JSON", bom -> bom + "\n" + bom),
                valor("fundo demais", "JSON", bom -> com(bom, "\"x\":" + "[".repeat(600) + "]".repeat(600))),
                valor("número de 1001 dígitos", "JSON", bom -> com(bom, "\"x\":" + "9".repeat(1001))),
                registro("valor nulo", "o valor é nulo", (id, bom) -> null, Defeito::utf8),
                registro("tudo nulo", "o valor é nulo", (id, bom) -> null, id -> null));
    }

    private static Stream<Defeito> codificacoes(Random acaso) {
        return Stream.of(
                bytes("UTF-16", NAO_E_UTF8, bom -> bom.getBytes(UTF_16)),
                bytes("UTF-16 sem BOM", JSON_INVALIDO, bom -> bom.getBytes(UTF_16LE)),
                bytes("UTF-8 com BOM", JSON_INVALIDO, bom -> utf8("\ufeff" + bom)),
                bytes(
                        "ISO-8859-1",
                        NAO_E_UTF8,
                        bom -> com("cliente", "\"João\"", bom).getBytes(ISO_8859_1)),
                bytes("byte FF no meio", NAO_E_UTF8, bom -> latin1(bom, "\u00ff")),
                bytes("surrogate em UTF-8", NAO_E_UTF8, bom -> latin1(bom, "\u00ed\u00a0\u0080")),
                bytes("barra em dois bytes", NAO_E_UTF8, bom -> latin1(bom, "\u00c0\u00af")),
                bytes("caractere cortado", NAO_E_UTF8, bom -> (bom + "\u00c3").getBytes(ISO_8859_1)),
                bytes("binário", NAO_E_UTF8, bom -> aleatorios(acaso, 300)),
                campo("meio caractere", SURROGATE, "cliente", "\"\\ud800\""),
                campo("par ao contrário", SURROGATE, "produto", "\"\\ude00\\ud83d\""),
                registro(
                        "meio caractere no id",
                        SURROGATE,
                        (id, bom) -> utf8(com("id_pedido", "\"\\ud800\"", bom)),
                        id -> utf8("?")));
    }

    private static Stream<Defeito> campos() {
        return Stream.of(
                valor("id falta", "o campo id_pedido", bom -> sem("id_pedido", bom)),
                valor("id em camelCase", "o campo id_pedido", bom -> bom.replace("id_pedido", "idPedido")),
                campo("id nulo", "o campo id_pedido", "id_pedido", "null"),
                campo("id número", "o campo id_pedido", "id_pedido", "1"),
                registro(
                        "id vazio",
                        "id_pedido está em branco",
                        (id, bom) -> utf8(com("id_pedido", "\"\"", bom)),
                        id -> new byte[0]),
                registro(
                        "id em branco",
                        "id_pedido está em branco",
                        (id, bom) -> utf8(com("id_pedido", "\" \\t\"", bom)),
                        id -> utf8(" \t")),
                valor("cliente falta", "o campo cliente", bom -> sem("cliente", bom)),
                campo("cliente nulo", "o campo cliente", "cliente", "null"),
                campo("cliente número", "o campo cliente", "cliente", "7"),
                campo("cliente array", "o campo cliente", "cliente", "[\"cliente_1\"]"),
                campo("cliente em branco", "cliente está em branco", "cliente", "\"  \""),
                valor("produto falta", "o campo produto", bom -> sem("produto", bom)),
                campo("produto objeto", "o campo produto", "produto", "{\"nome\":\"Produto-1\"}"),
                campo("produto booleano", "o campo produto", "produto", "false"),
                campo("produto vazio", "produto está em branco", "produto", "\"\""),
                valor("quantidade falta", "o campo quantidade", bom -> sem("quantidade", bom)),
                campo("quantidade nula", "o campo quantidade", "quantidade", "null"),
                campo("quantidade 1.5", "o campo quantidade", "quantidade", "1.5"),
                campo("quantidade 1e3", "o campo quantidade", "quantidade", "1e3"),
                campo("quantidade string", "o campo quantidade", "quantidade", "\"1\""),
                campo("quantidade string vazia", "o campo quantidade", "quantidade", "\"\""),
                campo("quantidade booleana", "o campo quantidade", "quantidade", "true"),
                campo("quantidade array", "o campo quantidade", "quantidade", "[1]"),
                campo("quantidade de 20 dígitos", "o campo quantidade", "quantidade", "99999999999999999999"),
                campo("quantidade zero", "quantidade é 0", "quantidade", "0"),
                campo("quantidade negativa", "quantidade é -1", "quantidade", "-1"),
                campo("quantidade mínima", "quantidade é -9223372036854775808", "quantidade", "" + Long.MIN_VALUE));
    }

    private static Stream<Defeito> chaves() {
        return Stream.of(
                chave("chave nula", "o registro não tem chave", id -> null),
                chave("chave vazia", OUTRA_CHAVE, id -> new byte[0]),
                chave("chave de outro", OUTRA_CHAVE, id -> utf8("outro")),
                chave("chave em maiúsculas", OUTRA_CHAVE, id -> utf8(id.toUpperCase(Locale.ROOT))),
                chave("chave com espaço", OUTRA_CHAVE, id -> utf8(id + " ")),
                chave("chave entre aspas", OUTRA_CHAVE, id -> utf8("\"" + id + "\"")),
                chave("chave que não é UTF-8", OUTRA_CHAVE, id -> (id + "\u00ff").getBytes(ISO_8859_1)));
    }

    private static Stream<Defeito> tamanhos(Random acaso) {
        var causa = "mais que 1000000";
        return Stream.of(
                bytes("binário enorme", causa, bom -> aleatorios(acaso, QUASE_O_LIMITE_DO_BROKER)),
                valor("pedido enorme", causa, bom -> com("produto", "\"" + letras(acaso, 1_000_000) + "\"", bom)));
    }

    private static Defeito valor(String nome, String causa, UnaryOperator<String> estraga) {
        return bytes(nome, causa, bom -> utf8(mudado(bom, estraga.apply(bom))));
    }

    private static Defeito campo(String nome, String causa, String campo, String json) {
        return valor(nome, causa, bom -> com(campo, json, bom));
    }

    private static Defeito bytes(String nome, String causa, Function<String, byte[]> estraga) {
        return registro(nome, causa, (id, bom) -> estraga.apply(bom), Defeito::utf8);
    }

    private static Defeito chave(String nome, String causa, Function<String, byte @Nullable []> chave) {
        return registro(nome, causa, (id, bom) -> utf8(bom), chave);
    }

    private static Defeito registro(
            String nome,
            String causa,
            BiFunction<String, String, byte @Nullable []> valor,
            Function<String, byte @Nullable []> chave) {
        return new Defeito(
                nome,
                causa,
                (topico, id, bom) -> new ProducerRecord<>(topico.nome(), chave.apply(id), valor.apply(id, bom)));
    }

    /** Troca o valor de um campo pelo JSON dado. */
    static String com(String campo, String json, String bom) {
        return mudado(bom, bom.replaceFirst(padrao(campo), Matcher.quoteReplacement("\"" + campo + "\":" + json)));
    }

    /** Acrescenta um campo no fim. */
    static String com(String bom, String campo) {
        return bom.substring(0, bom.length() - 1) + "," + campo + "}";
    }

    private static String sem(String campo, String bom) {
        var semEle = mudado(bom, bom.replaceFirst(padrao(campo), ""));
        return semEle.replace("{,", "{").replace(",,", ",").replace(",}", "}");
    }

    private static String padrao(String campo) {
        return "\"" + campo + "\":(\"[^\"]*\"|\\d+)";
    }

    /** Um defeito que não muda nada não seria um. */
    private static String mudado(String antes, String depois) {
        if (antes.equals(depois)) {
            throw new IllegalStateException("não mudou: " + antes);
        }
        return depois;
    }

    /** O pedido com estes bytes, um por caractere, no nome do cliente. */
    private static byte[] latin1(String bom, String cru) {
        return com("cliente", "\"a" + cru + "b\"", bom).getBytes(ISO_8859_1);
    }

    private static byte[] aleatorios(Random acaso, int quantos) {
        var bytes = new byte[quantos];
        acaso.nextBytes(bytes);
        return bytes;
    }

    private static String letras(Random acaso, int quantas) {
        return acaso.ints(quantas, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] utf8(String texto) {
        return texto.getBytes(UTF_8);
    }
}
