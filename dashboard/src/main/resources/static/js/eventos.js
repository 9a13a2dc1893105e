import { Corrente } from './corrente.js';

const AINDA_AQUI_MS = 5000;

/** Acompanha o dashboard enquanto esta aba está à vista, por uma conexão que todas as abas do navegador dividem. */
export function acompanha(avisa) {
  let diz = direta(avisa);
  if (typeof SharedWorker === 'function') {
    try {
      diz = compartilhada(avisa, () => { diz = direta(avisa); aVista(); });
    } catch {
      // fica a direta
    }
  }
  const aVista = () => diz(document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', aVista);
  addEventListener('pagehide', () => diz(false));
  addEventListener('pageshow', aVista);
  setInterval(aVista, AINDA_AQUI_MS);
  aVista();
}

function direta(avisa) {
  const corrente = new Corrente(new URL('..', import.meta.url), avisa);
  return (visivel) => (visivel ? corrente.liga() : corrente.desliga());
}

function compartilhada(avisa, aoFalhar) {
  const trabalhador = new SharedWorker(new URL('trabalhador.js', import.meta.url), { type: 'module', name: 'eventos' });
  trabalhador.addEventListener('error', aoFalhar, { once: true });
  trabalhador.port.onmessage = ({ data: [evento, dados] }) => avisa(evento, dados);
  return (visivel) => trabalhador.port.postMessage(visivel);
}
