const RECONEXAO_MS = 2000;
const PRESENCA_MS = 5000;
const CALADO_MS = 15000; // o servidor manda ao menos um quadro por segundo

/**
 * O fluxo de eventos do dashboard, refeito quando acaba. `avisa(evento, dados)`: `quadro` ou `falha`, como vieram; `recusa`, com a
 * frase do servidor; `caiu`, quando não há resposta. Serve à página e ao SharedWorker.
 *
 * É fetch, e não EventSource, porque este não conta por que o servidor recusou.
 */
export class Corrente {
  constructor(raiz, avisa) {
    this.raiz = raiz;
    this.avisa = avisa;
    this.ligada = null;
  }

  liga() {
    if (this.ligada) return;
    this.ligada = new AbortController();
    this.roda(this.ligada.signal);
  }

  desliga() {
    this.ligada?.abort();
    this.ligada = null;
  }

  async roda(parada) {
    while (!parada.aborted) {
      const estaVez = new AbortController();
      const acaba = () => estaVez.abort();
      parada.addEventListener('abort', acaba);
      try {
        await this.acompanha(estaVez);
      } catch {
        if (!parada.aborted) this.avisa('caiu');
      } finally {
        parada.removeEventListener('abort', acaba);
        acaba();
      }
      if (!parada.aborted) await new Promise((segue) => setTimeout(segue, RECONEXAO_MS));
    }
  }

  async acompanha(estaVez) {
    const resposta = await fetch(new URL('api/eventos', this.raiz), {
      cache: 'no-store', headers: { Accept: 'text/event-stream, application/problem+json' }, signal: estaVez.signal,
    });
    if (!resposta.ok) {
      const problema = await resposta.json().catch(() => null);
      this.avisa('recusa', problema?.detail ?? `O dashboard respondeu ${resposta.status}.`);
      return;
    }
    let vigia = 0;
    const ouviu = () => {
      clearTimeout(vigia);
      vigia = setTimeout(() => estaVez.abort(), CALADO_MS);
    };
    let presenca = 0;
    try {
      ouviu();
      for await (const [evento, dados] of eventos(resposta.body, ouviu)) {
        if (evento === 'vaga') {
          presenca = setInterval(() => this.presente(dados, estaVez), PRESENCA_MS);
        } else {
          this.avisa(evento, dados);
        }
      }
    } finally {
      clearTimeout(vigia);
      clearInterval(presenca);
    }
  }

  /** Diz que há quem leia; se a vaga já é de outro, pede uma nova. */
  async presente(vaga, estaVez) {
    const url = new URL('api/eventos/presenca', this.raiz);
    url.searchParams.set('vaga', vaga);
    try {
      const { status } = await fetch(url, { cache: 'no-store', signal: estaVez.signal });
      if (status === 410) estaVez.abort();
    } catch {
      // sem resposta: a própria corrente vai acabar
    }
  }
}

/** `event: nome\ndata: JSON\n\n`, um depois do outro. */
async function* eventos(corpo, ouviu) {
  const leitor = corpo.pipeThrough(new TextDecoderStream()).getReader();
  let resto = '';
  for (;;) {
    const { value, done } = await leitor.read();
    if (done) throw new Error('o servidor fechou');
    ouviu();
    const partes = (resto + value).split('\n\n');
    resto = partes.pop();
    for (const parte of partes) {
      // [^] e não o ponto, que não casa com U+2028 nem U+2029: uma chave do log pode tê-los, e o JSON não os escapa.
      const [, evento, dados] = /^event: (\w+)\ndata: ([^]*)$/.exec(parte) ?? [];
      if (evento) yield [evento, JSON.parse(dados)];
    }
  }
}
