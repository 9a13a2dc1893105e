import { comPortas } from './comandos.js';
import { el, hora, mostra, plural, por, texto, umPorVez } from './dom.js';
import { escreve, pega } from './http.js';
import { headersDoLab, laboratorio } from './lab.js';

const VOLTA_MS = 1000;
const LAB_MS = 300; // quanto um experimento espera por ele para se abrir
const AO_LADO = { Saldos: 'saldos', Cluster: 'topicos' };
const SITUACAO = { 'por-fazer': '', comecado: 'começado', feito: 'feito' };

/**
 * A visão Experimentos: a lista das trilhas ou, com um aberto, a pergunta, o que fazer, o que se viu e por quê.
 *
 * `aoAbrir`: recebe o nome da visão ao vivo de que o experimento fala, ou nulo na lista.
 */
export function experimentos(aoAbrir) {
  let aberto = null; // o id
  let ultimo = null; // o que o servidor disse dele
  let lab = { noAr: false, comChave: false, frase: '' };
  let relogio = null;
  let vez = 0;
  let perguntando = null; // ao laboratório, que pode demorar
  let emCurso = 0; // o que demora não se pergunta outra vez: a resposta nunca seria a última
  const ocupados = new Set(); // os botões que esperam pela resposta, de que experimento forem: a página muda por baixo deles

  async function atualiza() {
    const minha = ++vez;
    const qual = aberto;
    emCurso++;
    try {
      const [dado] = await Promise.all([
        pega(qual === null ? 'api/experimentos' : `api/experimentos/${encodeURIComponent(qual)}`),
        Promise.race([perguntaAoLab(), new Promise((segue) => setTimeout(segue, LAB_MS))]),
      ]);
      if (minha !== vez || qual !== aberto) return;
      mostra(por('experimento-falha'), false);
      if (qual === null) desenhaLista(dado);
      else chega(dado);
    } catch (erro) {
      if (minha !== vez) return;
      texto(por('experimento-falha'), `Não consegui saber do experimento: ${erro.message}`);
      mostra(por('experimento-falha'), true);
    } finally {
      emCurso--;
    }
  }

  function perguntaAoLab() {
    perguntando ??= laboratorio().then((novo) => { lab = novo; }, () => {}).finally(() => { perguntando = null; });
    return perguntando;
  }

  function chega(dado) {
    const antes = ultimo;
    ultimo = dado;
    aoAbrir(AO_LADO[dado.trilha] ?? 'pedidos');
    // O laboratório só muda os passos, que vêm depois da previsão: quem ainda pensa não perde o que marcou.
    const doLab = dado.previsao !== null && [lab.noAr, lab.comChave];
    const assinatura = JSON.stringify([dado.id, dado.previsao, dado.inicio, dado.terminou, doLab]);
    if (por('experimento').dataset.agora !== assinatura) {
      por('experimento').dataset.agora = assinatura;
      desenha(dado);
    }
    desenhaVistas(dado, antes?.id === dado.id ? antes : null);
  }

  function desenhaLista(lista) {
    ultimo = null;
    aoAbrir(null);
    delete por('experimento').dataset.agora;
    mostra(por('experimento'), false);
    mostra(por('lista-de-experimentos'), true);
    const agora = JSON.stringify(lista);
    if (por('lista-de-experimentos').dataset.agora === agora) return;
    por('lista-de-experimentos').dataset.agora = agora;
    const todos = lista.trilhas.flatMap((trilha) => trilha.experimentos);
    const feitos = todos.filter((um) => um.situacao === 'feito').length;
    const proximo = todos.find((um) => um.id === lista.proximo);
    por('lista-de-experimentos').replaceChildren(
      el('p', { class: 'chamada' },
        feitos === 0
          ? 'Você prevê o que vai acontecer, faz, vê acontecer de verdade no Kafka que está no ar, e só então lê por quê.'
          : `${plural(feitos, 'experimento feito', 'experimentos feitos')} de ${todos.length}.`),
      proximo ? el('p', {}, el('a', { href: `#experimentos/${proximo.id}`, role: 'button' },
        `${feitos === 0 ? 'Começar' : 'O próximo'}: ${proximo.titulo}`)) : null,
      ...lista.trilhas.map(trilha),
      relatorio(),
    );
  }

  function trilha({ titulo, resumo, experimentos: destes }) {
    return el('article', { class: 'trilha' },
      el('h3', {}, titulo, ' ', el('small', {}, resumo)),
      el('ol', { start: destes[0]?.numero ?? 1 }, ...destes.map((um) => el('li', { dados: { situacao: um.situacao } },
        el('a', { href: `#experimentos/${um.id}` }, um.titulo),
        um.tresBrokers ? el('small', {}, ' (com três brokers)') : null,
        SITUACAO[um.situacao] ? el('small', {}, ` ${SITUACAO[um.situacao]}${um.acertou === true ? ', como você previu' : ''}`) : null))));
  }

  function relatorio() {
    const baixar = el('a', { href: 'api/relatorio', download: true, role: 'button', class: 'secondary' }, 'Baixar o relatório');
    const nome = el('input', { name: 'nome', autocomplete: 'name', maxlength: 100 });
    nome.addEventListener('input', () => { baixar.href = `api/relatorio?nome=${encodeURIComponent(nome.value)}`; });
    const comEnter = (evento) => { evento.preventDefault(); baixar.click(); };
    return el('form', { class: 'linha', aoEnviar: comEnter }, el('label', {}, 'Nome, no relatório ', nome), baixar);
  }

  function desenha(dado) {
    mostra(por('lista-de-experimentos'), false);
    mostra(por('experimento'), true);
    const preveu = dado.previsao !== null;
    // O que se vê, ou o laboratório que sai do ar, muda a página a qualquer hora: quem está num botão continua lá.
    const comFoco = document.activeElement?.dataset?.lugar;
    por('experimento').replaceChildren(...[
      el('p', { class: 'caminho-do-experimento' }, el('a', { href: '#experimentos' }, 'Experimentos'), ` › ${dado.trilha}`),
      el('h2', { id: 't-experimento', tabindex: -1 }, `${dado.numero}. ${dado.titulo}`),
      dado.tresBrokers ? el('p', { class: 'dica' }, 'Este pede três brokers: ', el('code', {}, comPortas('./stop.sh && ./start.sh --brokers 3'))) : null,
      previsao(dado),
      preveu ? passos(dado) : null,
      preveu ? el('section', { 'aria-labelledby': 't-vistas' },
        el('h3', { id: 't-vistas' }, 'O que tem de ser visto'),
        el('p', { id: 'aviso-do-experimento', class: 'dica', role: 'status' }),
        el('ul', { id: 'vistas', class: 'vistas' }),
        dado.terminou === null ? el('p', { class: 'dica' },
          'Fez os passos e isto não anda? O que veio antes da hora, ou duas vezes, já não conta: recomece.') : null) : null,
      dado.terminou === null ? null : explicacao(dado),
      preveu ? el('p', {}, el('button', {
        type: 'button', class: 'secondary outline pequeno', dados: { lugar: 'recomeco' }, aoClicar: recomeca,
      }, 'Recomeçar este experimento')) : null,
    ].filter(Boolean));
    if (comFoco) noLugar(comFoco)?.focus();
  }

  const noLugar = (lugar) => por('experimento').querySelector(`[data-lugar="${lugar}"]`);

  function diz(frase, estado = '') {
    texto(por('resultado-experimento'), frase);
    por('resultado-experimento').dataset.estado = estado;
  }

  function limpa() {
    diz('');
    texto(por('novidade'), '');
  }

  function previsao(dado) {
    const preveu = dado.previsao !== null;
    return el('form', { id: 'previsao', aoEnviar: preve },
      el('fieldset', { disabled: preveu },
        el('legend', {}, dado.pergunta),
        ...dado.alternativas.map((alternativa) => el('label', { class: 'alternativa', dados: { estado: estado(alternativa, dado) } },
          el('input', { type: 'radio', name: 'previsao', value: alternativa.letra, required: true, checked: dado.previsao === alternativa.letra }),
          el('span', {}, alternativa.texto,
            dado.previsao === alternativa.letra ? el('em', {}, ' Sua previsão.') : null,
            alternativa.porque === null ? null : el('small', {}, `${alternativa.certa ? 'Foi assim. ' : 'Não foi. '}${alternativa.porque}`))))),
      preveu ? null : el('button', {}, 'É o que eu prevejo'));
  }

  function estado(alternativa, dado) {
    if (dado.terminou === null) return '';
    return alternativa.certa ? 'certa' : alternativa.letra === dado.previsao ? 'errada' : '';
  }

  function passos(dado) {
    const doLab = dado.passos.some((passo) => passo.botao?.caminho.startsWith('api/lab/'));
    return el('section', { 'aria-labelledby': 't-passos' },
      el('h3', { id: 't-passos' }, 'Faça'),
      doLab && !lab.comChave ? el('p', { class: 'dica' }, comPortas(lab.frase) || 'Os comandos abaixo se digitam num terminal, na raiz do repositório.') : null,
      el('ol', { class: 'passos' }, ...dado.passos.map((passo, i) => el('li', {}, passo.texto,
        botao(passo.botao, `passo-${i}`),
        el('pre', { tabindex: 0, dados: { lugar: `comando-${i}` }, 'aria-label': 'o mesmo, num terminal' }, el('code', {}, passo.comando))))));
  }

  function botao(dele, lugar) {
    if (dele === null || (dele.caminho.startsWith('api/lab/') && !lab.comChave)) return null;
    return el('button', {
      type: 'button', class: 'pequeno', dados: { lugar }, 'aria-busy': ocupados.has(`${aberto} ${lugar}`) ? 'true' : null,
      aoClicar: (evento) => umPorVez(evento.currentTarget, () => faz(dele, lugar)),
    }, dele.rotulo);
  }

  /** O botão pode ser outro quando a resposta chega; e o experimento também. */
  async function faz({ caminho, corpo, rotulo }, lugar) {
    const qual = aberto;
    ocupados.add(`${qual} ${lugar}`);
    diz(`${rotulo}…`);
    const desde = performance.now();
    let frase;
    let estado = '';
    try {
      const dito = await escreve(caminho, corpo, headersDoLab());
      frase = dito.frase ?? `${rotulo}: o broker confirmou em ${Math.round(performance.now() - desde)} ms.`;
    } catch (erro) {
      frase = erro.message;
      estado = 'ruim';
    }
    ocupados.delete(`${qual} ${lugar}`);
    if (qual !== aberto) return;
    diz(frase, estado);
    noLugar(lugar)?.removeAttribute('aria-busy');
    atualiza();
  }

  function desenhaVistas(dado, antes) {
    const lista = por('vistas');
    if (!lista) return;
    texto(por('aviso-do-experimento'), dado.aviso);
    mostra(por('aviso-do-experimento'), dado.aviso !== '');
    dado.verificacoes.forEach((verificacao, i) => {
      const item = lista.children[i] ?? lista.appendChild(el('li', {}, el('span', { class: 'o-que' }), el('small', { class: 'prova' })));
      const { prova } = verificacao;
      item.dataset.vista = String(prova !== null);
      texto(item.querySelector('.o-que'), `${prova === null ? '' : '✓ '}${verificacao.texto}`);
      texto(item.querySelector('.prova'), prova === null
        ? (verificacao.falta ? `Falta: ${verificacao.falta}.` : 'Olhando…')
        : `${hora(prova.quando)}: ${prova.texto}${prova.onde ? ` (${prova.onde})` : ''}`);
      if (antes && prova !== null && antes.verificacoes[i]?.prova === null) texto(por('novidade'), `Visto: ${verificacao.texto}`);
    });
    while (lista.children.length > dado.verificacoes.length) lista.lastChild.remove();
  }

  function explicacao(dado) {
    return el('section', { class: 'explicacao', 'aria-labelledby': 't-porque' },
      el('h3', { id: 't-porque' }, 'Por quê'),
      ...dado.explicacao.map((paragrafo) => el('p', {}, paragrafo)),
      dado.seguinte ? el('p', {}, el('a', { href: `#experimentos/${dado.seguinte}`, role: 'button' }, 'O próximo'))
        : el('p', {}, el('a', { href: '#experimentos' }, 'Era o último: a lista, e o relatório')));
  }

  function preve(evento) {
    evento.preventDefault();
    const letra = new FormData(evento.currentTarget).get('previsao');
    umPorVez(evento.currentTarget.querySelector('button'), () => manda(`api/experimentos/${aberto}`, { previsao: letra }));
  }

  function recomeca(evento) {
    umPorVez(evento.currentTarget, () => manda(`api/experimentos/${aberto}/recomeco`));
  }

  async function manda(caminho, corpo) {
    const qual = aberto;
    try {
      const dado = await escreve(caminho, corpo);
      if (qual !== aberto) return;
      vez += 1; // o que se perguntou antes de mandar já não vale
      limpa();
      chega(dado);
      por('t-experimento')?.focus();
    } catch (erro) {
      if (qual !== aberto) return;
      diz(erro.message, 'ruim');
    }
  }

  return {
    /** `qual`: o id do experimento, ou vazio para a lista. */
    entra(qual) {
      const novo = qual || null;
      if (novo !== aberto) limpa();
      aberto = novo;
      vez += 1;
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
