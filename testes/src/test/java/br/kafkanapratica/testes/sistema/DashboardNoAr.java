package br.kafkanapratica.testes.sistema;

import br.kafkanapratica.lab.PortaLivre;
import br.kafkanapratica.lab.Processo;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** O pipeline, o saldo-service e o dashboard, em processos próprios e portas livres. */
final class DashboardNoAr implements AutoCloseable {

    private final Pipeline pipeline = new Pipeline();
    private final int porta = PortaLivre.uma();
    private final int portaSaldo = PortaLivre.uma();
    private final Map<String, String> ambiente;
    private Processo saldoService;
    private Processo dashboard;

    DashboardNoAr() {
        this(Map.of());
    }

    /** @param ambiente o que mais o dashboard recebe */
    DashboardNoAr(Map<String, String> ambiente) {
        this.ambiente = ambiente;
        sobeOSaldoService();
        sobeODashboard();
    }

    private void sobeOSaldoService() {
        saldoService = pipeline.programa("saldo-service")
                .comAmbiente("SERVER_PORT", Integer.toString(portaSaldo))
                .comAmbiente("SALDO_CORSORIGENS", "http://localhost:" + porta)
                .inicia();
    }

    Pipeline pipeline() {
        return pipeline;
    }

    String url(String visao) {
        return "http://localhost:%d/#%s".formatted(porta, visao);
    }

    String origemDoSaldoService() {
        return "http://localhost:" + portaSaldo;
    }

    int porta() {
        return porta;
    }

    Processo dashboard() {
        return dashboard;
    }

    Processo saldoService() {
        return saldoService;
    }

    void reiniciaOSaldoService() {
        saldoService.mata();
        sobeOSaldoService();
    }

    void reiniciaODashboard() {
        dashboard.mata();
        sobeODashboard();
    }

    private void sobeODashboard() {
        var programa = pipeline.programa("dashboard");
        for (var variavel : ambiente.entrySet()) {
            programa = programa.comAmbiente(variavel.getKey(), variavel.getValue());
        }
        dashboard = programa.comAmbiente("SERVER_PORT", Integer.toString(porta))
                .comAmbiente("DASHBOARD_SALDOSERVICE", origemDoSaldoService())
                .comAmbiente(
                        "DASHBOARD_PASTADOLOG",
                        pipeline.broker().pastaDoLog().orElseThrow().toString())
                .comAmbiente(
                        "DASHBOARD_CADERNO",
                        pipeline.broker()
                                .pastaDoLog()
                                .orElseThrow()
                                .resolveSibling("caderno.json")
                                .toString())
                .inicia();
        dashboard.esperaLinha(linha -> linha.contains("Dashboard no ar"), Pipeline.PRAZO);
    }

    JsonNode json(String caminho) {
        return ServicoEmJar.JSON.readTree(Http.get(porta, caminho).body());
    }

    /** O corpo do que o saldo-service responde. */
    String doSaldoService(String caminho) {
        return Http.get(portaSaldo, caminho).body();
    }

    /** O saldo-service pronto: o que se pede a ele já não é 503. */
    void esperaSaldos() {
        saldoService.esperaLinha(linha -> linha.contains("Reconstrução finalizada"), Pipeline.PRAZO);
    }

    @Override
    public void close() {
        dashboard.mata();
        saldoService.mata();
        pipeline.close();
    }
}
