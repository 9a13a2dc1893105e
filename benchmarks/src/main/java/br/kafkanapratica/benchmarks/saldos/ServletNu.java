package br.kafkanapratica.benchmarks.saldos;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.startup.Tomcat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** O limite do servidor HTTP: o Tomcat do serviço, como vem, e um servlet que escreve sempre o mesmo saldo. Sem Spring, sem estado. */
@Command(name = "servlet-nu", hidden = true)
public final class ServletNu implements Callable<Integer> {

    private static final byte[] SALDO =
            "{\"cliente_id\":\"10000000\",\"saldo\":123456.78,\"timestamp\":\"2025-10-14T15:20:57Z\"}"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final String VARIA = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

    /** Guardado, que o java.util.logging só lembra o nível de quem alguém segura. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    @Option(names = "--porta", required = true)
    private int porta;

    @Override
    public Integer call() throws Exception {
        TOMCAT.setLevel(Level.WARNING);
        var tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("servlet-nu").toString());
        tomcat.setPort(porta);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var contexto = tomcat.addContext("", null);
        Tomcat.addServlet(contexto, "saldo", new Saldo());
        contexto.addServletMappingDecoded("/saldo/*", "saldo");
        tomcat.start();
        new CountDownLatch(1).await();
        return 0;
    }

    private static final class Saldo extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest pedido, HttpServletResponse resposta) throws IOException {
            resposta.setHeader(HttpHeaders.VARY, VARIA);
            resposta.setContentType(MediaType.APPLICATION_JSON_VALUE);
            resposta.setContentLength(SALDO.length);
            resposta.getOutputStream().write(SALDO);
        }
    }
}
