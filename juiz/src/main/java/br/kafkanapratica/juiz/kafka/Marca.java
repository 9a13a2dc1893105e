package br.kafkanapratica.juiz.kafka;

import java.util.ArrayList;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** O que um pedido traz consigo de ponta a ponta, e o distingue de outro com a mesma chave: cliente, produto e quantidade. */
public final class Marca {

    private static final JsonFactory JSON = new JsonFactory();

    private Marca() {}

    /** Vazia, se o valor não é o de um pedido. */
    public static String de(byte @Nullable [] valor) {
        if (valor == null) {
            return "";
        }
        try (var json = JSON.createParser(ObjectReadContext.empty(), valor)) {
            return json.nextToken() == JsonToken.START_OBJECT ? dosCampos(json) : "";
        } catch (JacksonException e) {
            return "";
        }
    }

    private static String dosCampos(JsonParser json) {
        var campos = new ArrayList<>(Collections.nCopies(3, ""));
        for (var campo = json.nextName(); campo != null; campo = json.nextName()) {
            json.nextToken();
            switch (campo) {
                case "cliente" -> campos.set(0, json.getString());
                case "produto" -> campos.set(1, json.getString());
                case "quantidade" -> campos.set(2, json.getString());
                default -> json.skipChildren();
            }
        }
        return String.join("/", campos);
    }
}
