package br.kafkanapratica.saldo.estado;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.chaves.EmMapa;
import br.kafkanapratica.estado.chaves.Registro;
import br.kafkanapratica.estado.chaves.UltimoPorChave;
import br.kafkanapratica.estado.compacto.Compacto;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Onde os saldos se guardam, e como se escrevem dali: o ajuste {@code saldo.armazem}. A resposta é a mesma, menos a ordem. */
public enum Armazem {

    /** Um mapa de objetos e o Jackson: o que se lê primeiro. */
    SIMPLES {
        @Override
        public UltimoPorChave<Saldo> novo() {
            return new EmMapa<>(InterpreteDeSaldo::saldo);
        }

        @Override
        public void escreve(UltimoPorChave<Saldo> contas, @Nullable String apos, long limite, OutputStream saida)
                throws IOException {
            try (JsonGenerator json = JSON.createGenerator(saida)) {
                json.writeStartArray();
                Iterator<Saldo> saldos = contas.validos(apos)
                        .limit(limite)
                        .map(registro -> registro.valor())
                        .iterator();
                while (saldos.hasNext()) {
                    json.writePOJO(saldos.next());
                }
                json.writeEndArray();
            }
        }

        @Override
        public byte @Nullable [] escreve(UltimoPorChave<Saldo> contas, String clienteId) {
            return contas.busca(clienteId).orElse(null) instanceof Registro.Valido<Saldo> registro
                    ? JSON.writeValueAsBytes(registro.valor())
                    : null;
        }
    },

    /** Bytes em poucos arrays grandes, e deles para a resposta sem criar objetos. */
    COMPACTO {
        @Override
        public UltimoPorChave<Saldo> novo() {
            return new Compacto<>(CodecDeSaldo::new);
        }

        @Override
        public void escreve(UltimoPorChave<Saldo> contas, @Nullable String apos, long limite, OutputStream saida)
                throws IOException {
            var json = new SaldosEmJson(saida);
            ((Compacto<Saldo>) contas).percorre(apos, limite, json);
            json.termina();
        }

        @Override
        public byte @Nullable [] escreve(UltimoPorChave<Saldo> contas, String clienteId) throws IOException {
            return SaldosEmJson.um((Compacto<Saldo>) contas, clienteId);
        }
    };

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    public abstract UltimoPorChave<Saldo> novo();

    /** Os saldos depois de {@code apos}, no máximo {@code limite}, como um array JSON, aos poucos. */
    public abstract void escreve(UltimoPorChave<Saldo> contas, @Nullable String apos, long limite, OutputStream saida)
            throws IOException;

    /** O saldo de um cliente, em JSON; nulo se não há um a dar. */
    public abstract byte @Nullable [] escreve(UltimoPorChave<Saldo> contas, String clienteId) throws IOException;
}
