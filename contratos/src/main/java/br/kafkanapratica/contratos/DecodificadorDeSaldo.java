package br.kafkanapratica.contratos;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Os bytes de um valor → saldo, ou a causa de não ser um. Sem estado: pode ser usado de várias threads. */
final class DecodificadorDeSaldo {

    private static final String EXPOENTE_DEMAIS = "saldo tem um expoente além de ±2.147.483.647";
    private static final int DIGITOS = 1_000;
    private static final int NIVEIS = 1_000;

    /**
     * O que se ignora não tem limite, salvo o aninhamento, que é o que ocupa memória. Nem os nomes dos campos se guardam de um
     * registro para o outro: quem os inventasse encheria a memória.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NIVEIS)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Só datas que existem: em {@code SMART}, 30 de fevereiro viraria 28. */
    private static final DateTimeFormatter DATA_E_HORA =
            DateTimeFormatter.ISO_LOCAL_DATE_TIME.withResolverStyle(ResolverStyle.STRICT);

    private static final Pattern OFFSET = Pattern.compile("[Zz]|[+-]\\d{2}(:?\\d{2})?");

    private DecodificadorDeSaldo() {}

    static RegistroDeContas decodifica(@Nullable String id, byte[] valor) {
        try {
            return new RegistroDeContas.Valido(saldo(id, valor));
        } catch (ForaDoContrato e) {
            return new RegistroDeContas.Malformado(e.getMessage());
        } catch (StreamConstraintsException e) {
            return new RegistroDeContas.Malformado("o JSON tem mais de 1.000 níveis");
        } catch (JacksonException e) {
            var local = e.getLocation();
            var causa = local == null
                    ? "não é um JSON válido"
                    : numero("não é um JSON válido (linha %d, coluna %d)", local.getLineNr(), local.getColumnNr());
            return new RegistroDeContas.Malformado(causa);
        }
    }

    /** Estrito, também no que se ignora: nem formas longas demais nem surrogates escapam. */
    private static CharBuffer texto(byte[] valor) throws ForaDoContrato {
        if (valor.length > RegistroDeContas.MAIOR_VALOR) {
            throw new ForaDoContrato(
                    numero("o valor tem %,d bytes; o limite é %,d", valor.length, RegistroDeContas.MAIOR_VALOR));
        }
        var bytes = ByteBuffer.wrap(valor);
        var texto = CharBuffer.allocate(valor.length); // nunca há mais caracteres que bytes
        if (StandardCharsets.UTF_8.newDecoder().decode(bytes, texto, true).isError()) {
            throw new ForaDoContrato(numero("o valor não é UTF-8 válido (byte %d)", bytes.position() + 1));
        }
        return texto.flip();
    }

    private static Saldo saldo(@Nullable String id, byte[] valor) throws ForaDoContrato {
        if (id == null) {
            throw new ForaDoContrato("a chave não é UTF-8 válido");
        }
        if (id.isBlank()) {
            throw new ForaDoContrato("a chave está vazia");
        }
        String clienteId = null;
        BigDecimal saldo = null;
        String timestamp = null;
        var texto = texto(valor);
        try (var json = JSON.createParser(ObjectReadContext.empty(), texto.array(), 0, texto.length())) {
            exige(json.nextToken() == JsonToken.START_OBJECT, "não é um objeto JSON");
            for (String campo; (campo = json.nextName()) != null; ) {
                switch (campo) {
                    case "cliente_id" -> {
                        exige(clienteId == null, "cliente_id aparece duas vezes");
                        clienteId = texto(json, campo);
                    }
                    case "saldo" -> {
                        exige(saldo == null, "saldo aparece duas vezes");
                        exige(json.nextToken().isNumeric(), "saldo não é um número JSON");
                        saldo = decimal(json.getString());
                    }
                    case "timestamp" -> {
                        exige(timestamp == null, "timestamp aparece duas vezes");
                        timestamp = texto(json, campo);
                    }
                    default -> {
                        json.nextToken();
                        json.skipChildren();
                    }
                }
            }
            exige(json.nextToken() == null, "há algo depois do objeto JSON");
        }
        if (clienteId == null || saldo == null || timestamp == null) {
            throw new ForaDoContrato(
                    (clienteId == null ? "cliente_id" : saldo == null ? "saldo" : "timestamp") + " ausente");
        }
        exige(clienteId.equals(id), "cliente_id difere da chave");
        exigeIso8601(timestamp);
        return new Saldo(id, saldo, timestamp); // o id da chave, para não guardar o mesmo texto duas vezes
    }

    private static String texto(JsonParser json, String campo) throws ForaDoContrato {
        exige(json.nextToken() == JsonToken.VALUE_STRING, campo + " não é um texto");
        return json.getString();
    }

    private static BigDecimal decimal(String numero) throws ForaDoContrato {
        int expoente = 0;
        int digitos = 0;
        while (expoente < numero.length() && (numero.charAt(expoente) | ' ') != 'e') {
            digitos += Character.isDigit(numero.charAt(expoente++)) ? 1 : 0;
        }
        if (digitos > DIGITOS) { // ler um decimal custa o quadrado dos dígitos
            throw new ForaDoContrato(numero("saldo tem %,d dígitos; o limite é %,d", digitos, DIGITOS));
        }
        exige(expoente == numero.length() || cabe(numero.substring(expoente + 1)), EXPOENTE_DEMAIS);
        try {
            return new BigDecimal(numero);
        } catch (NumberFormatException | ArithmeticException e) { // é JSON, mas não há BigDecimal que o guarde
            throw new ForaDoContrato(EXPOENTE_DEMAIS);
        }
    }

    /** O limite é daqui, e não do BigDecimal: o do Java 25 aceita um a mais que o do 17, e o mesmo log daria outro estado. */
    private static boolean cabe(String expoente) {
        var digitos = expoente.replaceFirst("^[+-]?0*", "");
        return digitos.isEmpty() || digitos.length() <= 10 && Long.parseLong(digitos) <= Integer.MAX_VALUE;
    }

    /** Com os algarismos de sempre: a causa, que entra na impressão do estado, é a mesma em qualquer máquina. */
    private static String numero(String frase, Object... numeros) {
        return String.format(Locale.forLanguageTag("pt-BR"), frase, numeros);
    }

    private static void exigeIso8601(String timestamp) throws ForaDoContrato {
        try {
            var ate = new ParsePosition(0);
            var hora = DATA_E_HORA.parse(timestamp, ate);
            var offset = timestamp.substring(ate.getIndex());
            boolean inteira = hora != null && timestamp.charAt(ate.getIndex() - 1) != '.'; // o java.time aceita "57."
            exige(inteira && (offset.isEmpty() || OFFSET.matcher(offset).matches()), "timestamp não é ISO-8601");
            if (!offset.isEmpty()) {
                ZoneOffset.of(offset.toUpperCase(Locale.ROOT)); // até ±18:00
            }
        } catch (DateTimeException e) {
            throw new ForaDoContrato("timestamp não é ISO-8601");
        }
    }

    private static void exige(boolean condicao, String causa) throws ForaDoContrato {
        if (!condicao) {
            throw new ForaDoContrato(causa);
        }
    }

    /** Sem stack trace: num tópico cheio de lixo, é uma por registro. */
    private static final class ForaDoContrato extends Exception {
        private static final long serialVersionUID = 1L;

        ForaDoContrato(String causa) {
            super(causa, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
