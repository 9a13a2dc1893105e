import { comPortas } from './comandos.js';

/** Uma recusa do servidor, com a frase que ele mandou para quem usa. */
export class Recusa extends Error {
  constructor(status, corpo) {
    super(comPortas(corpo?.detail ?? `O servidor respondeu ${status}.`));
    this.status = status;
    this.corpo = corpo;
  }

  /** Se o que se mandou pode ter sido feito: sem resposta, ou com um 5xx (o Kafka que não confirmou), não se sabe. */
  get incerta() {
    return this.status === 0 || this.status >= 500;
  }
}

async function resposta(pedido, leitura) {
  let chegou;
  let corpo;
  try {
    chegou = await pedido;
    corpo = await chegou.text(); // também pode ser cortada no meio
  } catch (falha) {
    throw Object.assign(new Recusa(0, { detail: 'Não houve resposta.' }), { demorou: falha.name === 'TimeoutError' });
  }
  if (!chegou.ok) {
    let problema = null;
    try {
      problema = JSON.parse(corpo);
    } catch {
      // sem corpo, ou não é JSON: fica o status
    }
    throw new Recusa(chegou.status, problema);
  }
  try {
    return leitura(corpo);
  } catch {
    throw new Recusa(chegou.status, { detail: 'Não entendi a resposta.' });
  }
}

export function pega(url, leitura = JSON.parse, headers = {}, prazoMs = 30000) {
  return resposta(fetch(url, { cache: 'no-store', headers, signal: AbortSignal.timeout(prazoMs) }), leitura);
}

/** Só esta página lê o cookie, e só quem o repete num header pode escrever. */
export function escreve(url, corpo, headers = {}) {
  const token = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/)?.[1] ?? '';
  return resposta(
    fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': decodeURIComponent(token), ...headers },
      body: JSON.stringify(corpo ?? {}),
    }),
    JSON.parse,
  );
}
