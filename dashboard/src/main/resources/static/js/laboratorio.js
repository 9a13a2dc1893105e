import { el, hora, mostra, por, texto } from './dom.js';
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
      if (minha === vez) diz(`Não consegui saber do laboratório: ${erro.message}`, 'ruim');
    } finally {
      emCurso--;
    }
  }

  function desenha(lab) {
    texto(por('lab-situacao'), lab.frase);
    mostra(por('lab-situacao'), lab.frase !== '');
    mostra(por('lab-tabela'), lab.processos.length > 0);
    const agora = JSON.stringify([lab.comChave, lab.processos]);
    if (por('lab-processos').dataset.agora === agora) return; // quem está com o foco num botão não o perde
    por('lab-processos').dataset.agora = agora;
    const comFoco = document.activeElement?.dataset?.ordem;
    por('lab-processos').replaceChildren(...lab.processos.map((programa) => linha(programa, lab.comChave)));
    if (comFoco) por('lab-processos').querySelector(`[data-ordem="${CSS.escape(comFoco)}"]`)?.focus();
  }

  function linha(programa, comChave) {
    return el('tr', { dados: { estado: programa.estado } },
      el('th', { scope: 'row' }, programa.nome, programa.armadilha ? el('small', {}, ' (armadilha)') : null),
      el('td', { class: 'numero' }, programa.pid),
      el('td', {}, `${ESTADO[programa.estado] ?? programa.estado} desde as ${hora(programa.desde)}${programa.fim ? ` (${programa.fim})` : ''}${programa.naMao ? `; ${programa.estado === 'terminado' ? 'tinha' : 'tem'} na mão ${programa.naMao.pedido.slice(0, 8)}` : ''}`),
      el('td', {}, comChave ? el('div', { class: 'ordens' }, ...ordens(programa)) : null));
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

  async function manda(botao, verbo, programa, tempo) {
    botao.setAttribute('aria-busy', 'true');
    diz('…');
    try {
      const { frase } = await escreve(`api/lab/${verbo}`, { programa, tempo }, headersDoLab());
      diz(frase, 'bom');
    } catch (erro) {
      diz(erro.message, 'ruim');
    } finally {
      botao.removeAttribute('aria-busy');
    }
    atualiza();
  }

  function diz(frase, estado = '') {
    texto(por('resultado-lab'), frase);
    por('resultado-lab').dataset.estado = estado;
  }

  por('veneno').addEventListener('click', async (evento) => {
    const botao = evento.currentTarget;
    botao.setAttribute('aria-busy', 'true');
    try {
      const { topico, particao, offset } = await escreve('api/pedidos/veneno');
      diz(`Um registro que não é um pedido está em ${topico}, partição ${particao}, offset ${offset}.`, 'bom');
    } catch (erro) {
      diz(erro.message, 'ruim');
    } finally {
      botao.removeAttribute('aria-busy');
    }
  });
  por('quantos-pedidos').addEventListener('submit', async (evento) => {
    evento.preventDefault();
    const quantos = Number(new FormData(evento.currentTarget).get('quantos'));
    try {
      const { ids } = await escreve(`api/pedidos?quantidade=${quantos}`);
      diz(`${ids.length} pedidos em novos_pedidos.`, 'bom');
    } catch (erro) {
      diz(erro.message, 'ruim');
    }
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
