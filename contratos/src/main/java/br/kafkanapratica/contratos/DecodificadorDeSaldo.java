package br.kafkanapratica.contratos;

import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Os bytes de um valor → saldo, ou a causa de não ser um. Sem estado: pode ser usado de várias threads. */
final class DecodificadorDeSaldo {

    /** Sem detecção de encoding: o contrato é UTF-8, e um JSON em UTF-16 não é um saldo. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private static final DateTimeFormatter ISO_8601 = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]") // nenhum, Z, -03:00, -0300 ou -03
            .toFormatter();

    private DecodificadorDeSaldo() {}

    static RegistroDeContas decodifica(@Nullable String id, byte[] valor) {
        try {
            return new RegistroDeContas.Valido(saldo(id, valor));
        } catch (ForaDoContrato e) {
            return new RegistroDeContas.Malformado(e.getMessage());
        } catch (NumberFormatException e) { // um expoente de dez dígitos é JSON, mas não há BigDecimal que o guarde
            return new RegistroDeContas.Malformado("saldo grande demais para um decimal");
        } catch (JacksonException e) {
            var local = e.getLocation();
            var causa = local == null
                    ? "não é um JSON válido"
                    : "não é um JSON válido (linha %d, coluna %d)".formatted(local.getLineNr(), local.getColumnNr());
            return new RegistroDeContas.Malformado(causa);
        }
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
        try (var json = JSON.createParser(ObjectReadContext.empty(), valor)) {
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
                        saldo = json.getDecimalValue();
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

    private static void exigeIso8601(String timestamp) throws ForaDoContrato {
        try {
            ISO_8601.parse(timestamp);
        } catch (DateTimeParseException e) {
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
