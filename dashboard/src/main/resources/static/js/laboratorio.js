import { comPortas } from './comandos.js';
import { el, hora, mostra, plural, por, texto, umPorVez } from './dom.js';
import { escreve } from './http.js';
import { headersDoLab, laboratorio as pergunta } from './lab.js';

const VOLTA_MS = 1500;
const ETAPAS = ['estoque-service', 'pagamento-service', 'notificacao-service'];
const COM_TRABALHO = ['estoque-service', 'pagamento-service'];
const ESTADO = { 'no-ar': 'no ar', pausado: 'pausado', terminado: 'terminado' };

/** A visão Laboratório: os programas que o start.sh iniciou, e o que se pode fazer a cada um. */
export function laboratorio() {
  let relogio = null;
  let vez = 0;
  let emCurso = 0; // o que demora não se pergunta outra vez: a resposta nunca seria a última

  async function atualiza() {
    const minha = ++vez;
    emCurso++;
    try {
      const lab = await pergunta();
      if (minha === vez) desenha(lab);
    } catch (erro) {
      if (minha === vez) situacao(`Não consegui saber do laboratório: ${erro.message}`);
    } finally {
      emCurso--;
    }
  }

  function situacao(frase) {
    texto(por('lab-situacao'), frase);
    mostra(por('lab-situacao'), frase !== '');
  }

  function desenha(lab) {
    situacao(comPortas(lab.frase));
    mostra(por('lab-tabela'), lab.processos.length > 0);
    const programas = por('lab-processos');
    // O pedido que se tem na mão muda a toda hora: só o texto dele. Um botão trocado no meio de um clique o perderia, e o foco.
    const agora = JSON.stringify([lab.comChave, lab.processos.map(({ naMao, ...resto }) => resto)]);
    if (programas.dataset.agora !== agora) {
      programas.dataset.agora = agora;
      const comFoco = document.activeElement?.dataset?.ordem;
      const ocupados = [...programas.querySelectorAll('[aria-busy]')].map((botao) => botao.dataset.ordem);
      programas.replaceChildren(...lab.processos.map((programa) => linha(programa, lab.comChave)));
      if (comFoco) daOrdem(comFoco)?.focus();
      ocupados.forEach((ordem) => daOrdem(ordem)?.setAttribute('aria-busy', 'true'));
    }
    lab.processos.forEach((programa, i) => texto(programas.children[i].children[2], estado(programa)));
  }

  const daOrdem = (ordem) => por('lab-processos').querySelector(`[data-ordem="${CSS.escape(ordem)}"]`);

  function linha(programa, comChave) {
    return el('tr', { dados: { estado: programa.estado } },
      el('th', { scope: 'row' }, programa.nome, programa.armadilha ? el('small', {}, ' (armadilha)') : null),
      el('td', { class: 'numero' }, programa.pid),
      el('td'),
      el('td', {}, comChave ? el('div', { class: 'ordens' }, ...ordens(programa)) : null));
  }

  function estado({ estado: qual, desde, fim, naMao }) {
    const mao = naMao ? `; ${qual === 'terminado' ? 'tinha' : 'tem'} na mão ${naMao.pedido.slice(0, 8)}` : '';
    return `${ESTADO[qual] ?? qual} desde as ${hora(desde)}${fim ? ` (${fim})` : ''}${mao}`;
  }

  function ordens(programa) {
    const { nome, estado, papel, armadilha } = programa;
    const daPagina = nome === 'dashboard';
    const lista = [];
    if (estado === 'terminado') lista.push(['Iniciar', 'iniciar']);
    else if (!daPagina) {
      lista.push(['Matar', 'matar'], ['Parar', 'parar'], estado === 'pausado' ? ['Retomar', 'retomar'] : ['Pausar', 'pausar']);
    }
    if (estado !== 'terminado' && ETAPAS.includes(papel)) lista.push(['Mais um', 'dobrar']);
    if (estado !== 'terminado' && COM_TRABALHO.includes(nome)) {
      lista.push(programa.tempo ? ['Ritmo normal', 'lento', 'normal'] : ['Lento: 10 s', 'lento', '10s']);
    }
    if (armadilha && papel) lista.push(['Trazer o certo', 'certo']);
    return lista.map(([rotulo, verbo, tempo]) => el('button', {
      type: 'button', class: 'secondary outline pequeno', dados: { ordem: `${verbo} ${nome}` }, 'aria-label': `${rotulo}: ${nome}`,
      aoClicar: (evento) => manda(evento.currentTarget, verbo, verbo === 'certo' ? papel : nome, tempo),
    }, rotulo));
  }

  /** O botão pode ser outro quando a resposta chega: a tabela muda. */
  async function manda(botao, verbo, programa, tempo) {
    await pede(botao, async () => {
      try {
        return (await escreve(`api/lab/${verbo}`, { programa, tempo }, headersDoLab())).frase;
      } finally {
        daOrdem(botao.dataset.ordem)?.removeAttribute('aria-busy');
        atualiza();
      }
    });
  }

  /** `faz`: devolve a frase do que se fez. */
  function pede(botao, faz) {
    return umPorVez(botao, async () => {
      diz('…');
      try {
        diz(await faz(), 'bom');
      } catch (erro) {
        diz(erro.message, 'ruim');
      }
    });
  }

  function diz(frase, estado = '') {
    texto(por('resultado-lab'), frase);
    por('resultado-lab').dataset.estado = estado;
  }

  por('veneno').addEventListener('click', (evento) => pede(evento.currentTarget, async () => {
    const { topico, particao, offset } = await escreve('api/pedidos/veneno');
    return `Um registro que não é um pedido está em ${topico}, partição ${particao}, offset ${offset}.`;
  }));
  por('quantos-pedidos').addEventListener('submit', (evento) => {
    evento.preventDefault();
    const quantos = Number(new FormData(evento.currentTarget).get('quantos'));
    pede(evento.currentTarget.querySelector('button'), async () => {
      const { ids } = await escreve(`api/pedidos?quantidade=${quantos}`);
      return `${hora(Date.now())}: ${plural(ids.length, 'pedido', 'pedidos')} em novos_pedidos.`;
    });
  });

  return {
    entra() {
      atualiza();
      relogio ??= setInterval(() => { if (document.visibilityState === 'visible' && emCurso === 0) atualiza(); }, VOLTA_MS);
    },
    sai() {
      clearInterval(relogio);
      relogio = null;
      vez += 1;
    },
  };
}
