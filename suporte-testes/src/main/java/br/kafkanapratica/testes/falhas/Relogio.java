package br.kafkanapratica.testes.falhas;

import br.kafkanapratica.lab.Programa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * O relógio de parede de um processo, que se pode fazer saltar enquanto ele vive. O monotônico, por que esperas e prazos se medem,
 * fica como está, como num acerto de hora de verdade. Precisa de Linux e de gcc; onde não há, {@link #compila} diz por quê, e não há
 * esta falha.
 */
public final class Relogio {

    private static final String FONTE = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <fcntl.h>
            #include <stdlib.h>
            #include <sys/mman.h>
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>

            static volatile long long *salto;
            static int (*verdadeiro)(clockid_t, struct timespec *);

            __attribute__((constructor)) static void inicia(void) {
              const char *arquivo = getenv("RELOGIO");
              int fd = arquivo ? open(arquivo, O_RDONLY) : -1;
              verdadeiro = dlsym(RTLD_NEXT, "clock_gettime");
              if (fd >= 0) {
                void *lugar = mmap(0, sizeof(long long), PROT_READ, MAP_SHARED, fd, 0);
                if (lugar != MAP_FAILED) salto = lugar;
                close(fd);
              }
            }

            int clock_gettime(clockid_t qual, struct timespec *t) {
              int r = verdadeiro ? verdadeiro(qual, t) : (int)syscall(SYS_clock_gettime, qual, t);
              if (r == 0 && qual == CLOCK_REALTIME && salto) {
                t->tv_sec += *salto / 1000;
                t->tv_nsec += (*salto % 1000) * 1000000;
                if (t->tv_nsec >= 1000000000) { t->tv_nsec -= 1000000000; t->tv_sec++; }
                if (t->tv_nsec < 0) { t->tv_nsec += 1000000000; t->tv_sec--; }
              }
              return r;
            }

            int gettimeofday(struct timeval *t, void *fuso) {
              struct timespec agora;
              int r = clock_gettime(CLOCK_REALTIME, &agora);
              t->tv_sec = agora.tv_sec;
              t->tv_usec = agora.tv_nsec / 1000;
              return r;
            }
            """;

    private final Path biblioteca;
    private final Path arquivo;

    private Relogio(Path biblioteca, Path arquivo) {
        this.biblioteca = biblioteca;
        this.arquivo = arquivo;
    }

    /** Um relógio certo, por enquanto. */
    public static Optional<Relogio> compila(Path pasta) {
        var biblioteca = pasta.resolve("relogio.so").toAbsolutePath();
        try {
            if (!Files.exists(biblioteca)) {
                var fonte = Files.writeString(pasta.resolve("relogio.c"), FONTE);
                int codigo = new ProcessBuilder(
                                "gcc", "-shared", "-fPIC", "-O2", "-o", biblioteca.toString(), fonte.toString(), "-ldl")
                        .inheritIO()
                        .start()
                        .waitFor();
                if (codigo != 0) {
                    throw new IOException("gcc saiu com " + codigo);
                }
            }
            var relogio = new Relogio(biblioteca, Files.createTempFile(pasta, "relogio", ".ms"));
            relogio.escreve(0);
            return Optional.of(relogio);
        } catch (IOException e) {
            System.out.printf("Relogio: nenhum relógio salta aqui: %s%n", e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** O mesmo programa, com este relógio. */
    public Programa em(Programa programa) {
        return programa.comAmbiente("LD_PRELOAD", biblioteca.toString()).comAmbiente("RELOGIO", arquivo.toString());
    }

    /** Está adiantado (ou atrasado, se negativo) até se desfazer. */
    public Avaria salta(Duration quanto) {
        escreve(quanto.toMillis());
        return () -> escreve(0);
    }

    private void escreve(long milissegundos) {
        try (var aberto = Files.newByteChannel(arquivo, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            // De uma vez: quem o tem mapeado nunca vê metade.
            aberto.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putLong(milissegundos)
                    .flip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
